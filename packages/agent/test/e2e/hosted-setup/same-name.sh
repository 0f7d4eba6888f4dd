# The same header name on both signals, each with its own dataset.
. "$(dirname "$0")/two-datasets.sh"
export OTEL_EXPORTER_OTLP_METRICS_HEADERS="Authorization=Bearer $SERVICE_TOKEN,X-Axiom-Dataset=claude-metrics"
