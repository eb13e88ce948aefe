"""Parts of the External API that no rule of the integration is about; they stand apart from the rest."""
