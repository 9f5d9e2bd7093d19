import ArgumentParser
import ClientTransport
import Foundation

/// What every command about a stream takes.
struct StreamOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("http(s)://HOST:PORT/streams/ID, or ws(s)://…", valueName: "url"))
  var urlText: String

  @OptionGroup var access: AccessOptions

  func url() throws(Complaint) -> StreamURL { try Self.url(urlText) }

  static func url(_ text: String) throws(Complaint) -> StreamURL {
    do {
      return try StreamURL(text)
    } catch {
      throw Complaint(error.description)
    }
  }
}

/// How a client shows who it is.
struct AccessOptions: ParsableArguments {
  @Option(help: "A file that holds the token; without one, a stream can only be read.")
  var tokenFile: String?

  /// Reads the token; says so when others can read it too.
  func token() throws(Complaint) -> Token? {
    guard let tokenFile else { return nil }
    do throws(TokenFile.Unreadable) {
      let file = try TokenFile(path: tokenFile)
      if let warning = file.warning { Console.note(warning) }
      return file.token
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

extension StreamOptions {
  /// The HTTP side of the stream.
  func http() throws(Complaint) -> StreamHTTP {
    let url = try url()
    let token = try access.token()
    do {
      return try StreamHTTP(url: url, token: token, configuration: access.transport)
    } catch {
      throw Complaint(error.description)
    }
  }
}
