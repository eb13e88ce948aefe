"""`/integration/v1`: what the integration engine asks Ordo and tells it."""

from sim_ordo.integration_api import (
    connection_problem,
    order_reports,
    organization,
    stored_items,
    sync_progress,
)

ROUTES = (
    *organization.ROUTES,
    *stored_items.ROUTES,
    *order_reports.ROUTES,
    *connection_problem.ROUTES,
    *sync_progress.ROUTES,
)
