from . import (
    order_signatory_guard_mixin,
    order_signatory_mixin,
    order_signature_code,
    order_signature_policy_mixin,
    order_signature_proof_mixin,
    order_signed_quotation_mixin,
)
