/// uWebSockets, by its binding for Python: what the publisher sends is published to every viewer by
/// uWebSockets itself, so that Python runs once per message, not once per delivery.
enum UWebSocketsDriver {
  static func program(port: UInt16) -> String {
    """
    from socketify import App, OpCode

    app = App()
    limits = {
        "max_payload_length": 65536,
        "max_backpressure": 4 << 20,
        "idle_timeout": 120,
        "compression": False,
    }
    app.ws("\(Peer.viewerPath)", {**limits, "open": lambda ws: ws.subscribe("bench")})
    app.ws(
        "\(Peer.publisherPath)",
        {**limits, "message": lambda ws, message, opcode: app.publish("bench", message, OpCode.TEXT)},
    )
    app.listen(\(port), lambda config: None)
    app.run()
    """
  }
}
