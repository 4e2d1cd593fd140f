//! A preview that is being run: its server, and after each build whether it gave a new site.

use ouchi::io::Server;
use ouchi::preview::{Look, Preview};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// Starts it on loopback.
pub(crate) fn watched(project: &Path, look: Look) -> (Server, Receiver<bool>) {
    let preview = Preview::new(project, look).expect("watches");
    let server = preview.serve(SocketAddr::from(([127, 0, 0, 1], 0))).expect("listens");
    let (tell, built) = channel();
    let looked = Arc::clone(&preview);
    std::thread::spawn(move || {
        looked.run(&|told| {
            let _ = tell.send(told.is_new);
        });
    });
    (server, built)
}
