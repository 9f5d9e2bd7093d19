import Foundation

/// Ready configuration for what reads `/metrics`: a Grafana dashboard and Prometheus alert rules.
public enum Dashboards {
  /// A dashboard to import into Grafana; it asks for the Prometheus data source.
  public static func grafana() -> String {
    let panels = Self.panels.enumerated().map { index, panel in
      Panel(
        id: index + 1, title: panel.title,
        fieldConfig: .init(defaults: .init(unit: panel.unit)),
        gridPos: .init(x: index % 2 * 12, y: index / 2 * 8),
        targets: [.init(expr: panel.expression, legendFormat: panel.legend.rawValue)])
    }
    return json(Dashboard(panels: panels))
  }

  /// A rule file for Prometheus: JSON, which is YAML too.
  public static func alerts() -> String {
    json(RuleFile(groups: [.init(name: "gavel", rules: rules)]))
  }

  private static func p95(_ name: String) -> String { quantile(0.95, name) }

  private static func quantile(_ quantile: Double, _ name: String) -> String {
    "histogram_quantile(\(quantile), sum by (le, stream) (rate(\(name)_bucket[5m])))"
  }

  /// Of a histogram without streams.
  private static func overAll(_ quantile: Double, _ name: String) -> String {
    "histogram_quantile(\(quantile), sum by (le, instance) (rate(\(name)_bucket[5m])))"
  }

  /// Of processes that are Gavel's: every exporter has figures of these names.
  private static func own(_ expression: String) -> String {
    "(\(expression) and on (job, instance) gavel_connections)"
  }

  /// Of a counter and its part in time.
  private static func share(_ name: String) -> String {
    "rate(\(name)_in_target_total[5m]) / rate(\(name)_total[5m])"
  }

  /// What tells the lines of a panel apart.
  private enum Legend: String {
    case stream = "{{stream}}"
    case server = "{{instance}}"
    case code = "{{code}}"
  }

  private struct Chart {
    var title: String
    var unit: String
    var expression: String
    var legend: Legend

    init(_ title: String, _ unit: String, _ expression: String, by legend: Legend = .stream) {
      self.title = title
      self.unit = unit
      self.expression = expression
      self.legend = legend
    }
  }

  private static let panels = [
    Chart("Comments per second", "short", "gavel_comments_per_second"),
    Chart(
      "Comments per second, all streams", "short",
      "rate(gavel_server_comments_published_total[5m])", by: .server),
    Chart("Viewers", "short", "gavel_viewers"),
    Chart("Accepted to visible, p95", "s", p95("gavel_visible_delay_seconds")),
    Chart(
      "Accepted to published, all streams, p95", "s",
      overAll(0.95, "gavel_server_publish_delay_seconds"), by: .server),
    Chart("Moderation, p99", "s", quantile(0.99, "gavel_moderation_delay_seconds")),
    Chart(
      "Moderation, all streams, p99", "s",
      overAll(0.99, "gavel_server_moderation_delay_seconds"), by: .server),
    Chart("Level", "short", "gavel_level"),
    Chart("One comment goes out in", "short", "gavel_sampling_one_in"),
    Chart("Queue lag", "s", "gavel_queue_lag_seconds"),
    Chart("Clients that had everything in time", "percentunit", share("gavel_seen")),
    Chart("Deliveries in time", "percentunit", share("gavel_deliveries")),
    Chart(
      "Comments sampled out per second", "short", "rate(gavel_comments_sampled_out_total[5m])"),
    Chart("Reactions per second", "short", "rate(gavel_reactions_total[5m])"),
    Chart("Deliveries skipped per second", "short", "rate(gavel_deliveries_skipped_total[5m])"),
    Chart("Slow viewers", "short", "gavel_slow_viewers"),
    Chart("Bytes queued for slow viewers", "bytes", "gavel_outbound_queued_bytes"),
    Chart("Joins per second", "short", "rate(gavel_joins_total[5m])"),
    Chart("Reconnects per second", "short", "rate(gavel_reconnects_total[5m])"),
    Chart("Joins put off per second", "short", "rate(gavel_joins_put_off_total[5m])"),
    Chart("Commit, p95", "s", overAll(0.95, "gavel_commit_seconds"), by: .server),
    Chart(
      "Moderation events per second, all streams", "short",
      "rate(gavel_server_moderation_events_total[5m])", by: .server),
    Chart(
      "Connections ended per second, by code", "short",
      "rate(gavel_connections_ended_total[5m])", by: .code),
    Chart("Open connections", "short", "gavel_connections", by: .server),
    Chart("CPU", "percentunit", own("rate(process_cpu_seconds_total[5m])"), by: .server),
    Chart("Resident memory", "bytes", own("process_resident_memory_bytes"), by: .server),
    Chart(
      "Open files, of those allowed", "percentunit", own("process_open_fds / process_max_fds"),
      by: .server),
  ]

  /// The bounds are those that the server is built to keep.
  private static let rules = [
    Rule(
      alert: "GavelCommentsLate", expr: p95("gavel_visible_delay_seconds") + " > 0.5", for: "2m",
      severity: "warning", summary: "Comments of {{ $labels.stream }} reach viewers late."),
    Rule(
      alert: "GavelModerationLate",
      expr: quantile(0.99, "gavel_moderation_delay_seconds") + " > 0.1", for: "2m",
      severity: "critical", summary: "Moderation of {{ $labels.stream }} takes effect late."),
    Rule(
      alert: "GavelCommitsSlow", expr: overAll(0.95, "gavel_commit_seconds") + " > 0.25", for: "5m",
      severity: "warning", summary: "Commits of the log take long: look at the disk."),
    Rule(
      alert: "GavelPublishLate",
      expr: overAll(0.95, "gavel_server_publish_delay_seconds") + " > 0.5",
      for: "5m", severity: "warning", summary: "Comments wait long for the log."),
    Rule(
      alert: "GavelCritical", expr: "gavel_level >= 3", for: "1m", severity: "warning",
      summary: "{{ $labels.stream }} is at the level critical."),
    Rule(
      alert: "GavelFanoutLate", expr: share("gavel_deliveries") + " < 0.95", for: "2m",
      severity: "warning", summary: "Too few deliveries of {{ $labels.stream }} are in time."),
    Rule(
      // A storm is over in seconds: what it leaves behind is looked at, at once.
      alert: "GavelReconnectStorm", expr: "increase(gavel_joins_put_off_total[5m]) > 500",
      for: "0m",
      severity: "warning", summary: "Many clients of {{ $labels.stream }} reconnect at once."),
    Rule(
      alert: "GavelFull", expr: "increase(gavel_connections_ended_total{code=\"4429\"}[5m]) > 0",
      for: "0m", severity: "warning",
      summary: "{{ $labels.instance }} has as many connections as it takes, and turns others away."),
    Rule(
      alert: "GavelFilesScarce", expr: own("process_open_fds / process_max_fds") + " > 0.9",
      for: "1m", severity: "critical",
      summary: "{{ $labels.instance }} can soon take no more connections: raise its limit of files."
    ),
    Rule(
      alert: "GavelAway", expr: "absent(gavel_connections)", for: "1m", severity: "critical",
      summary: "No server answers to Prometheus."),
  ]

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Text and whole numbers only: encoding cannot fail.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

private struct Dashboard: Encodable {
  struct Templating: Encodable {
    struct Variable: Encodable {
      var name = "source"
      var label = "Prometheus"
      var type = "datasource"
      var query = "prometheus"
    }

    var list = [Variable()]
  }

  struct Span: Encodable {
    var from = "now-1h"
    var to = "now"
  }

  var title = "Gavel"
  var uid = "gavel"
  var schemaVersion = 39
  var refresh = "10s"
  var time = Span()
  var templating = Templating()
  var panels: [Panel]
}

private struct Panel: Encodable {
  struct Source: Encodable {
    var type = "prometheus"
    var uid = "${source}"
  }

  struct FieldConfig: Encodable {
    struct Defaults: Encodable {
      var unit: String
    }

    var defaults: Defaults
    var overrides: [String] = []
  }

  struct Place: Encodable {
    var x: Int
    var y: Int
    var w = 12
    var h = 8
  }

  struct Target: Encodable {
    var refId = "A"
    var expr: String
    var legendFormat: String
  }

  var id: Int
  var title: String
  var type = "timeseries"
  var datasource = Source()
  var fieldConfig: FieldConfig
  var gridPos: Place
  var targets: [Target]
}

private struct RuleFile: Encodable {
  struct Group: Encodable {
    var name: String
    var rules: [Rule]
  }

  var groups: [Group]
}

private struct Rule: Encodable {
  var alert: String
  var expr: String
  var `for`: String
  var labels: [String: String]
  var annotations: [String: String]

  init(alert: String, expr: String, for time: String, severity: String, summary: String) {
    self.alert = alert
    self.expr = expr
    self.for = time
    labels = ["severity": severity]
    annotations = ["summary": summary]
  }
}
