"""Figures of Order to Delivery against plain Odoo, measured in one process."""
