from . import test_accepted_surplus, test_acknowledgement, test_after_elsewhere
from . import test_after_inspection, test_after_return, test_ageing
from . import test_alternative_product, test_amount_in_capitals, test_arrival
from . import test_assignment_rules, test_balance_asked, test_balance_invoice
from . import test_balance_portal, test_blocked_leaves_nothing, test_briefing
from . import test_cancelled_requisition, test_carrier_costs, test_carrier_not_booked
from . import test_carrier_offers, test_cases, test_cents_of_tax, test_change_kinds
from . import test_collected_at_door, test_collection_levels, test_collection_notes
from . import test_collection_station, test_confirmation_change, test_confirmation_gate
from . import test_confirmation_paper, test_confirmation_payment
from . import test_confirmation_portal, test_contract_terms, test_copied_orders
from . import test_costs_do_not_grow, test_crons_go_on, test_daily_report
from . import test_daily_report_paper, test_decision_tours, test_delivery_address
from . import test_delivery_tour, test_deposit_undone, test_desk_money
from . import test_destination_rules, test_dialogs_are_own, test_dispatch_archive
from . import test_documents_of_the_mode, test_draft_answers, test_draft_neighbours
from . import test_draft_rights, test_earliest_date, test_early_buying
from . import test_early_buying_races, test_exception_close, test_exception_report
from . import test_export_set, test_factory_day, test_fapiao, test_feedback
from . import test_finished_quantity, test_gates_by_name, test_grade_criteria
from . import test_grade_neighbours, test_grade_proposals, test_ground_companies
from . import test_ground_departments, test_ground_grades, test_ground_ledger
from . import test_ground_plans, test_ground_rpc, test_ground_standard
from . import test_ground_switch, test_ground_views, test_ground_waivers
from . import test_held_neighbours, test_histories, test_http_races
from . import test_inspection_check, test_inspection_check_paper, test_inspection_costs
from . import test_inspection_disposition, test_inspection_elsewhere
from . import test_inspection_files, test_inspection_kits, test_inspection_one_step
from . import test_inspection_paper, test_inspection_plan, test_inspection_races
from . import test_inspection_result, test_inspection_routes, test_inspection_steps
from . import test_inspection_tour, test_inspection_untied, test_instruction_signature
from . import test_instruction_stand_in, test_instruction_way, test_intake_ask
from . import test_intake_checklist, test_intake_duplicates, test_intake_floor
from . import test_invoicing_held, test_judging_races, test_kanban_columns
from . import test_late_material, test_load, test_making_decline, test_making_guards
from . import test_making_kinds, test_making_merge, test_making_papers
from . import test_making_races, test_making_request, test_making_signoff
from . import test_making_stock_in, test_making_thief, test_material_needs
from . import test_material_return, test_menus_open_for_each_role, test_money_by_hand
from . import test_money_by_payment, test_money_changes, test_money_charges
from . import test_money_collection, test_money_counted_once, test_money_due
from . import test_money_elsewhere, test_money_gates, test_money_guards
from . import test_money_instruments, test_money_offsets, test_money_races
from . import test_money_received, test_money_release, test_money_settles_invoices
from . import test_money_shipment, test_money_straight, test_monitoring
from . import test_moved_dates, test_moved_goods, test_moves_at_once, test_narrow_rights
from . import test_offset_undone, test_old_recipe, test_one_cent, test_order_end
from . import test_order_links, test_order_urgency, test_over_issue, test_pair_races
from . import test_paper_pages, test_papers_content, test_papers_mail, test_patrol
from . import test_payment_reminder_paper, test_phone_answer_tour, test_picking_slip
from . import test_portal_receipt_differences, test_portal_rights, test_price_doubt
from . import test_price_doubt_change, test_price_facts, test_probes_of_no_money
from . import test_probes_of_other_money, test_process_documents, test_production_terms
from . import test_progress_desk, test_progress_js, test_progress_milestones
from . import test_progress_way, test_promise_again, test_promise_agrees
from . import test_promise_bills, test_promise_demo, test_promise_plan
from . import test_promise_reason, test_promise_track, test_protected_documents
from . import test_quotation_signature, test_receipt_chase, test_receipt_races
from . import test_receipt_screen, test_receipt_shared, test_receipt_voucher_paper
from . import test_recovery_case, test_recovery_hold, test_register_payment
from . import test_reordering_rules, test_requisition_approval, test_requisition_floor
from . import test_requisition_needs, test_requisition_purchases, test_requisition_races
from . import test_requisition_rights, test_requisition_screens
from . import test_requisition_second_signature, test_resume_races, test_return_slip
from . import test_review_agreed_date, test_review_chair, test_review_change
from . import test_review_deadlines, test_review_kinds, test_review_lock
from . import test_review_meeting, test_review_rights, test_review_snapshot
from . import test_review_tour, test_review_way, test_routes_choices
from . import test_routes_confirmation, test_routes_context, test_routes_guards
from . import test_routes_http, test_routes_intake, test_routes_interface
from . import test_routes_lists, test_routes_making, test_routes_money
from . import test_routes_price, test_routes_receiving, test_routes_returns
from . import test_routes_review, test_routes_roles, test_routes_shipping
from . import test_sample_flow, test_sample_tour, test_savepoints, test_schedule_people
from . import test_schedule_plan, test_schedule_tour, test_seal_chain, test_seal_costs
from . import test_seal_paper, test_seal_races, test_seal_report, test_seat_rules
from . import test_seats_alone, test_senior_seats, test_settlement, test_settling_races
from . import test_seven_probes, test_shared_parts, test_shipment_races
from . import test_shipment_ties, test_shipment_told, test_shipping_emergency
from . import test_shipping_emergency_bar, test_shipping_floor, test_shipping_inspection
from . import test_shipping_inspection_result, test_shipping_neighbours
from . import test_shipping_notices, test_shipping_receipt, test_shipping_release
from . import test_shipping_signed, test_shipping_terms, test_shipping_ties
from . import test_shop_tour, test_signatories, test_signature_code
from . import test_signature_proof, test_signature_races, test_signature_tour
from . import test_signing_races, test_slip, test_slip_outages, test_spared_goods
from . import test_standards_at_hand, test_start_goes_on, test_start_materials
from . import test_start_waivers, test_station_tour, test_steps_of_departments
from . import test_stock_races, test_structure, test_supply_follow, test_supply_held
from . import test_supply_make, test_supply_tour, test_surplus_money
from . import test_switch_off_costs_nothing, test_switched_on_again, test_thief_goods
from . import test_thief_money, test_thief_roles, test_thief_ways, test_tool_needs
from . import test_track_of_money, test_unguarded_races, test_unsigned_by_route
from . import test_vendor_figures, test_vendor_promise, test_waiting_time
from . import test_ways_to_pay, test_whole_way, test_whole_way_tour, test_with_batches
from . import test_with_dropship, test_with_dropship_returns
from . import test_with_subcontracted_orders, test_with_subcontracting
from . import test_with_subcontracting_portal, test_with_subcontracting_thief
