"""The one web application: health checks and pages."""
