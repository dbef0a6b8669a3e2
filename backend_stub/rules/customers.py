"""TMF629: who a customer is. Only read here."""

from __future__ import annotations

from backend_stub.resources import Resource

CUSTOMER = Resource("customerManagement", "customer", "Customer")
