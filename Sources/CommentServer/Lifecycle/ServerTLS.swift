public import Foundation
import NIOSSL

/// What the server proves its identity with.
public struct ServerTLS: Sendable {
  let configuration: TLSConfiguration

  /// Reads a certificate chain and its private key, both in PEM.
  ///
  /// Throws `ServerFailure.badCertificate`.
  public init(certificateFile: URL, keyFile: URL) throws(ServerFailure) {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificateFile.path)
      guard !chain.isEmpty else {
        throw ServerFailure.badCertificate("\(certificateFile.path) holds no certificate")
      }
      let key = try NIOSSLPrivateKey(file: keyFile.path, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      // A key that does not belong to the certificate is found out now, not by the first client.
      _ = try NIOSSLContext(configuration: configuration)
      self.configuration = configuration
    } catch let failure as ServerFailure {
      throw failure
    } catch {
      throw .badCertificate(
        "\(certificateFile.path) and \(keyFile.path) cannot be used: \(error)")
    }
  }
}
