import ArgumentParser
import CommentServer

struct DashboardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboards",
    abstract: "Prints a Grafana dashboard, or Prometheus alert rules, for /metrics.")

  @Argument(help: "What to print: grafana or alerts.")
  var kind: Kind

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case grafana, alerts
  }

  func run() {
    switch kind {
    case .grafana: print(Dashboards.grafana())
    case .alerts: print(Dashboards.alerts())
    }
  }
}
