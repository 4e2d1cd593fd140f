//! A small HTTP server for this machine's own browser. Whoever answers decides by the head alone whether a request
//! may come in and how large it may be; only then is its body read.

use super::Trouble;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::service::service_fn;
use hyper::{Request as Incomer, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

pub use hyper::body::Bytes;

/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a body may take to come.
const LONGEST: Duration = Duration::from_secs(180);
/// Bytes of a request's head.
const LARGEST_HEAD: usize = 32 * 1024;

/// What is asked for, without the body.
#[derive(Debug)]
pub struct Head {
    parts: hyper::http::request::Parts,
}

impl Head {
    /// `GET`, `POST` …
    pub fn method(&self) -> &str {
        self.parts.method.as_str()
    }

    /// The path as it was sent: percent signs and dots are still in it.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// What stands after the question mark.
    pub fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    /// A header, when it is there exactly once and is plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.parts.headers.get_all(name).iter();
        let first = all.next()?;
        if all.next().is_some() { None } else { first.to_str().ok() }
    }

    /// Whether a header is there at all.
    pub fn has(&self, name: &str) -> bool {
        self.parts.headers.contains_key(name)
    }

    fn size(&self) -> usize {
        let headers = self.parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
        self.path().len() + self.query().len() + headers.sum::<usize>()
    }

    /// What is written in a target of the full form (`http://host/…`), which no browser sends to a server.
    pub fn names_another(&self) -> bool {
        self.parts.uri.authority().is_some()
    }
}

/// What is sent back.
#[derive(Debug)]
pub struct Answer {
    /// Status: 200, 404 …
    pub status: u16,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// An answer of one type.
    pub fn new(status: u16, kind: &str, body: impl Into<Bytes>) -> Self {
        Self { status, headers: vec![("content-type", kind.to_owned())], body: body.into() }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Who answers.
pub trait Answers: Send + Sync + 'static {
    /// Bytes that the body may have; or the refusal. Nothing of the body is read before.
    ///
    /// # Errors
    /// The refusal.
    fn admit(&self, head: &Head) -> Result<u64, Answer>;

    /// The answer. May take its time: every request has a thread of its own.
    fn answer(&self, head: &Head, body: Bytes) -> Answer;

    /// The answer to a body larger than was admitted.
    fn too_large(&self) -> Answer {
        Answer::new(413, "text/plain; charset=utf-8", "大きすぎます。")
    }
}

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    _runtime: Runtime,
}

impl Server {
    /// Begins to listen. Whoever answers is told the address, with the port that the system chose.
    ///
    /// # Errors
    /// When the address is taken or not this machine's.
    pub fn start(address: SocketAddr, answers: impl FnOnce(SocketAddr) -> Arc<dyn Answers>) -> Result<Self, Trouble> {
        let fail =
            |error| Trouble::new("画面を出すための番号（ポート）が使えません", Path::new(&address.to_string()), error);
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(fail)?;
        let listener = runtime.block_on(TcpListener::bind(address)).map_err(fail)?;
        let address = listener.local_addr().map_err(fail)?;
        runtime.spawn(listen(listener, answers(address)));
        Ok(Self { address, _runtime: runtime })
    }

    /// Where it listens; with the port that the system chose.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn listen(listener: TcpListener, answers: Arc<dyn Answers>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files: wait until some are closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            let service = service_fn(move |request| one(request, Arc::clone(&answers)));
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LARGEST_HEAD.max(8192));
            // A browser that hangs up is no trouble of ours.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn one(request: Incomer<Incoming>, answers: Arc<dyn Answers>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let head = Head { parts };
    if head.size() > LARGEST_HEAD {
        return Ok(sent(Answer::new(431, "text/plain; charset=utf-8", "長すぎます。")));
    }
    let limit = match answers.admit(&head) {
        Ok(limit) => limit,
        Err(refusal) => return Ok(sent(refusal)),
    };
    if body.size_hint().lower() > limit {
        return Ok(sent(answers.too_large()));
    }
    let limited = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX));
    let body = match tokio::time::timeout(LONGEST, limited.collect()).await {
        Ok(Ok(all)) => all.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Ok(sent(answers.too_large())),
        _ => return Ok(sent(Answer::new(400, "text/plain; charset=utf-8", "途中で切れました。"))),
    };
    let answered = tokio::task::spawn_blocking(move || answers.answer(&head, body)).await;
    Ok(sent(answered.unwrap_or_else(|_| Answer::new(500, "text/plain; charset=utf-8", "内部の誤りです。"))))
}

fn sent(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = hyper::header::HeaderValue::from_str(&value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Whether the system said that the address is taken.
pub fn is_taken(trouble: &Trouble) -> bool {
    trouble.source.kind() == io::ErrorKind::AddrInUse
}
