//! The network: the one client through which every request goes.
//!
//! Sends nothing but the request: no cookies, no referrer, a short name of the program. Certificates are always
//! checked, against the system's store and those that the settings add. Each host is asked with a pause, a host that
//! asks to wait is obeyed, and everything has a limit of time and of size.

mod download;
mod pace;
mod trouble;

pub use download::{Arrival, Download};
pub use reqwest::Url;
pub use trouble::HttpTrouble;

use pace::{Pace, retry_after};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use std::io::Read;
use std::time::{Duration, Instant};

/// Redirects that are followed.
const REDIRECTS: usize = 5;

/// Which proxy requests go through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// What the system says (Windows' or macOS' settings, or the environment).
    #[default]
    System,
    /// None, whatever the system says.
    Direct,
    /// This one.
    At {
        /// Its address.
        address: String,
        /// Name and password, when it asks for them.
        login: Option<(String, String)>,
    },
}

/// How the network is used.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// No request at all.
    pub offline: bool,
    /// The proxy.
    pub proxy: Proxy,
    /// Certificates (PEM) that are trusted besides the system's, with the path they came from.
    pub authorities: Vec<(String, Vec<u8>)>,
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest silence while receiving.
    pub silence: Duration,
    /// Longest time for one file, all parts together.
    pub total: Duration,
    /// Pause between two requests to one host.
    pub pace: Duration,
    /// Tries after the first.
    pub retries: u32,
    /// Wait before the first retry; it doubles each time.
    pub first_wait: Duration,
    /// A host that asks to wait longer than this ends the try.
    pub longest_wait: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            offline: false,
            proxy: Proxy::System,
            authorities: Vec::new(),
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            total: Duration::from_secs(900),
            pace: Duration::from_secs(1),
            retries: 3,
            first_wait: Duration::from_secs(2),
            longest_wait: Duration::from_secs(120),
        }
    }
}

/// What a long request tells while it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Bytes so far, and all bytes when known.
    Bytes(u64, Option<u64>),
    /// Waiting so many milliseconds before try number so many.
    Waiting(u64, u32),
}

/// A page, whole.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it was in the end, after redirects.
    pub url: Url,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the host says it is.
    pub content_type: String,
}

/// What a host says to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status after redirects.
    pub status: u16,
    /// Where it was in the end.
    pub url: String,
    /// Seconds it asks to wait.
    pub retry_after: Option<u64>,
}

/// How a link is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Only the head.
    Head,
    /// The page, whose body is not read.
    Get,
}

/// Takes a part of a body and the length so far.
type Take<'a> = &'a mut dyn FnMut(&[u8], u64) -> Result<(), HttpTrouble>;

/// Waits.
pub fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// The door to the network.
#[derive(Debug)]
pub struct Door {
    settings: HttpSettings,
    /// For files and pages that are read: never from https down to http.
    client: Client,
    /// For links that are only looked at.
    links: Client,
    pace: Pace,
}

impl Door {
    /// Opens the door.
    ///
    /// # Errors
    /// When the proxy or a certificate of the settings is unusable.
    pub fn open(settings: HttpSettings) -> Result<Self, HttpTrouble> {
        // Another part of the process may have chosen one already, and that is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let files = Policy::custom(|attempt| {
            let down = attempt.previous().last().is_some_and(|from| from.scheme() == "https")
                && attempt.url().scheme() != "https";
            if attempt.previous().len() > REDIRECTS || down { attempt.error("redirect") } else { attempt.follow() }
        });
        let client = client(&settings, files)?;
        let links = client_for_links(&settings)?;
        Ok(Self { settings, client, links, pace: Pace::default() })
    }

    /// A page of at most `limit` bytes, tried again as the settings say.
    ///
    /// # Errors
    /// Why it could not be had.
    pub fn page(&self, url: &str, limit: u64, watch: &mut dyn FnMut(Progress)) -> Result<Page, HttpTrouble> {
        self.with_retries(watch, |_| {
            let start = Instant::now();
            let response = self.send(self.client.get(url).header(ACCEPT, "*/*"), url)?;
            let response = successful(response, url)?;
            let (at, content_type) = (response.url().clone(), content_type(&response));
            let mut bytes = Vec::new();
            self.body(response, url, limit, start, &mut |part, _| {
                bytes.extend_from_slice(part);
                Ok(())
            })?;
            Ok(Page { url: at, bytes, content_type })
        })
    }

    /// Asks once what a link leads to. A redirect loop or an untrusted host is an error, a bad status an answer.
    ///
    /// # Errors
    /// When no answer came.
    pub fn ask(&self, url: &str, method: Method) -> Result<Answer, HttpTrouble> {
        let request = match method {
            Method::Head => self.links.head(url),
            Method::Get => self.links.get(url),
        };
        let response = self.send(request.header(ACCEPT, "*/*"), url)?;
        if response.status() == 407 {
            return Err(HttpTrouble::ProxyRefused(url.to_owned()));
        }
        Ok(Answer {
            status: response.status().as_u16(),
            url: response.url().to_string(),
            retry_after: wait_of(&response),
        })
    }

    /// The settings it was opened with.
    pub const fn settings(&self) -> &HttpSettings {
        &self.settings
    }

    fn send(&self, request: RequestBuilder, url: &str) -> Result<Response, HttpTrouble> {
        if self.settings.offline {
            return Err(HttpTrouble::Offline);
        }
        let parsed = Url::parse(url).map_err(|_| HttpTrouble::BadAddress(url.to_owned()))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(HttpTrouble::BadAddress(url.to_owned()));
        }
        let host = format!("{}:{}", parsed.host_str().unwrap_or_default(), parsed.port().unwrap_or_default());
        self.pace.wait(&host, self.settings.pace);
        request.send().map_err(|error| HttpTrouble::of(&error, url))
    }

    /// Reads a body in parts, within the limits of size and time. `take` gets each part and the length so far.
    fn body(
        &self,
        mut response: Response,
        url: &str,
        limit: u64,
        start: Instant,
        take: Take<'_>,
    ) -> Result<u64, HttpTrouble> {
        let too_large = || HttpTrouble::TooLarge { url: url.to_owned(), limit };
        if response.content_length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut part = vec![0; 64 << 10];
        let mut got = 0_u64;
        loop {
            let count = match response.read(&mut part) {
                Ok(0) => return Ok(got),
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) if is_timeout(&error) => return Err(HttpTrouble::Slow(url.to_owned())),
                Err(_) => return Err(HttpTrouble::CutOff { url: url.to_owned(), got }),
            };
            got += count as u64;
            if got > limit {
                return Err(too_large());
            }
            take(&part[..count], got)?;
            if start.elapsed() > self.settings.total {
                return Err(HttpTrouble::Slow(url.to_owned()));
            }
        }
    }

    fn with_retries<T>(
        &self,
        watch: &mut dyn FnMut(Progress),
        mut attempt: impl FnMut(&mut dyn FnMut(Progress)) -> Result<T, HttpTrouble>,
    ) -> Result<T, HttpTrouble> {
        let mut wait = self.settings.first_wait;
        for count in 1.. {
            let trouble = match attempt(watch) {
                Ok(value) => return Ok(value),
                Err(trouble) => trouble,
            };
            let asked = match &trouble {
                HttpTrouble::Busy { seconds: Some(seconds), .. } => Some(Duration::from_secs(*seconds)),
                _ => None,
            };
            let pause = asked.unwrap_or(wait).max(wait);
            if !trouble.may_pass() || count > self.settings.retries || pause > self.settings.longest_wait {
                return Err(trouble);
            }
            watch(Progress::Waiting(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX), count + 1));
            std::thread::sleep(pause);
            wait = wait.saturating_mul(2);
        }
        Err(HttpTrouble::Offline)
    }
}

fn client(settings: &HttpSettings, policy: Policy) -> Result<Client, HttpTrouble> {
    let unusable = |what: &str| HttpTrouble::Settings(what.to_owned());
    let mut builder = Client::builder()
        .user_agent(concat!("ouchi/", env!("CARGO_PKG_VERSION")))
        .referer(false)
        .redirect(policy)
        .connect_timeout(settings.connect)
        .timeout(settings.silence)
        .pool_max_idle_per_host(1);
    builder = match &settings.proxy {
        Proxy::System => builder,
        Proxy::Direct => builder.no_proxy(),
        Proxy::At { address, login } => {
            let mut proxy = reqwest::Proxy::all(address).map_err(|_| unusable(&format!("proxy「{address}」")))?;
            if let Some((user, password)) = login {
                proxy = proxy.basic_auth(user, password);
            }
            builder.proxy(proxy)
        }
    };
    for (path, pem) in &settings.authorities {
        let certificates = reqwest::Certificate::from_pem_bundle(pem)
            .ok()
            .filter(|certificates| !certificates.is_empty())
            .ok_or_else(|| unusable(&format!("{path} は PEM の証明書として読めません")))?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().map_err(|error| unusable(&error.to_string()))
}

fn client_for_links(settings: &HttpSettings) -> Result<Client, HttpTrouble> {
    client(settings, Policy::limited(REDIRECTS))
}

fn content_type(response: &Response) -> String {
    let value = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_lowercase()
}

fn wait_of(response: &Response) -> Option<u64> {
    response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(retry_after)
}

/// The response, unless its status says that it is none.
fn successful(response: Response, url: &str) -> Result<Response, HttpTrouble> {
    let status = response.status().as_u16();
    let url = url.to_owned();
    match status {
        200..=299 => Ok(response),
        407 => Err(HttpTrouble::ProxyRefused(url)),
        429 | 503 => Err(HttpTrouble::Busy { url, seconds: wait_of(&response) }),
        _ => Err(HttpTrouble::Status { url, status }),
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    error.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout)
}
