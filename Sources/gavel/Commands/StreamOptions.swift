import ArgumentParser
import ClientTransport
import Foundation

/// What every command about a stream takes.
struct StreamOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "http(s)://HOST:PORT/streams/ID, ws(s)://…, or a name from the configuration: NAME, NAME/ID.",
      valueName: "url"))
  var urlText: String

  @OptionGroup var access: AccessOptions

  /// The stream and who asks, by options and configuration. Says on standard error what is wrong
  /// with the configuration.
  func target() throws(Complaint) -> StreamTarget {
    let file = ConfigurationFile()
    if let complaint = file.complaint { Console.note(complaint) }
    return try access.target(of: urlText, in: file.configuration)
  }

  /// The HTTP side of the stream.
  func http() throws(Complaint) -> StreamHTTP {
    let target = try target()
    do {
      return try StreamHTTP(
        url: target.url, token: target.token, configuration: access.transport)
    } catch {
      throw Complaint(error.description)
    }
  }
}

/// A stream, and the token to show there.
struct StreamTarget {
  let url: StreamURL
  let token: Token?
}

/// How a client shows who it is.
struct AccessOptions: ParsableArguments {
  @Option(
    help: """
      A file that holds the token; else the configuration's for this server. Without one, a stream \
      can only be read.
      """)
  var tokenFile: String?

  /// Finds the stream that `text` names and reads the token; says so when others can read it too.
  func target(
    of text: String, in configuration: Configuration
  ) throws(Complaint) -> StreamTarget {
    let address: Configuration.Address
    do throws(Configuration.NoAddress) {
      address = try configuration.address(of: text)
    } catch {
      throw Complaint(error.reason, advice: error.advice)
    }
    let path = tokenFile ?? address.tokenFile.map { ConfigurationDirectory.path(of: $0) }
    guard let path else { return StreamTarget(url: address.url, token: nil) }
    do throws(TokenFile.Unreadable) {
      let file = try TokenFile(path: path)
      if let warning = file.warning { Console.note(warning) }
      return StreamTarget(url: address.url, token: file.token)
    } catch {
      throw Complaint(error.description)
    }
  }

  /// `SSL_CERT_FILE` replaces the certificates of the system, as it does for OpenSSL and curl.
  var transport: TransportConfiguration {
    var configuration = TransportConfiguration()
    configuration.trustedCertificates =
      ProcessInfo.processInfo.environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    return configuration
  }
}
