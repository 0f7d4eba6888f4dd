# The most frequent mistake: datasets that are not there.
. "$(dirname "$0")/two-datasets.sh"
export OTEL_EXPORTER_OTLP_LOGS_HEADERS="Authorization=Bearer $SERVICE_TOKEN,X-Axiom-Dataset=claude-log"
export OTEL_EXPORTER_OTLP_METRICS_HEADERS="Authorization=Bearer $SERVICE_TOKEN,X-Axiom-Metrics-Dataset=claude-metric"
