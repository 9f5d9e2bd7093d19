/// Nchan, a module of nginx, with a worker process per core and messages in memory.
enum NchanConfiguration {
  static func text(port: UInt16, directory: String) -> String {
    """
    load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
    daemon off;
    worker_processes auto;
    worker_rlimit_nofile 100000;
    pid \(directory)/nginx.pid;
    error_log stderr error;
    events { worker_connections 50000; }
    http {
      access_log off;
      client_body_temp_path \(directory)/body;
      proxy_temp_path \(directory)/proxy;
      fastcgi_temp_path \(directory)/fastcgi;
      uwsgi_temp_path \(directory)/uwsgi;
      scgi_temp_path \(directory)/scgi;
      nchan_max_reserved_memory 512M;
      server {
        listen 127.0.0.1:\(port) backlog=4096;
        location = \(Peer.viewerPath) {
          nchan_subscriber websocket;
          nchan_channel_id bench;
          nchan_subscriber_first_message newest;
        }
        location = \(Peer.publisherPath) {
          nchan_publisher websocket;
          nchan_channel_id bench;
          nchan_message_buffer_length 2000;
        }
      }
    }
    """
  }
}
