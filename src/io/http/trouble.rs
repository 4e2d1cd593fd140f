//! Why a request came to nothing, in words that a clerk can act on.

use crate::io::Trouble;
use std::error::Error as _;

/// Why a request came to nothing. Addresses are shown to people and hold no secret.
#[derive(Debug, thiserror::Error)]
pub enum HttpTrouble {
    /// The settings or the command say that the network is not used.
    #[error("通信しない設定です")]
    Offline,
    /// The address cannot be understood, or is not http(s).
    #[error("アドレスとして読めません: {0}")]
    BadAddress(String),
    /// The settings of the connection itself are unusable (proxy, certificates).
    #[error("通信の設定が使えません: {0}")]
    Settings(String),
    /// No way to the host.
    #[error("つながりません: {0}")]
    NoNetwork(String),
    /// The proxy wants a name and a password, or other ones.
    #[error("プロキシが認証を求めています: {0}")]
    ProxyRefused(String),
    /// The host's certificate is not trusted.
    #[error("証明書を確かめられません: {0}")]
    Untrusted(String),
    /// Nothing came in time.
    #[error("時間内に届きませんでした: {0}")]
    Slow(String),
    /// The connection ended before the file did.
    #[error("途中で切れました: {url}（{got}バイトまで）")]
    CutOff {
        /// What was asked for.
        url: String,
        /// Bytes that arrived, kept for the next run.
        got: u64,
    },
    /// The file is larger than it may be.
    #[error("大きすぎます: {url}（上限 {}MB）", limit >> 20)]
    TooLarge {
        /// What was asked for.
        url: String,
        /// Bytes that are allowed.
        limit: u64,
    },
    /// The host sends in circles, too far, or from https to http.
    #[error("転送をたどれません: {0}")]
    Redirects(String),
    /// 429 or 503 after all retries, or a wait longer than the settings allow.
    #[error("混みあっています: {url}")]
    Busy {
        /// What was asked for.
        url: String,
        /// Seconds that the host asked to wait.
        seconds: Option<u64>,
    },
    /// Another status than success.
    #[error("{status} が返りました: {url}")]
    Status {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// The disk failed while the file was written.
    #[error(transparent)]
    Disk(#[from] Trouble),
}

impl HttpTrouble {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Offline => {
                "通信するには、--offline を外すか、ouchi.toml の [fetch] の offline を false にします。通信できないパソコンでは、別のパソコンでダウンロードしたファイルを入れたフォルダを --from で指定してください。".into()
            }
            Self::BadAddress(_) => "ouchi.toml の [fetch] のアドレスを、https:// から始まる形に直してください。".into(),
            Self::Settings(_) => "ouchi.toml の [fetch] の proxy と ca を確かめてください。".into(),
            Self::NoNetwork(_) => {
                "パソコンがインターネットにつながっているか、ブラウザでそのページが開けるかを確かめてください。庁内のネットワークでは [fetch] の proxy が要ることがあります。開けないときは、別のパソコンでダウンロードして --from で取り込めます。".into()
            }
            Self::ProxyRefused(_) => {
                "[fetch] の proxy_user と、パスワードのファイル（proxy_password_file）を確かめてください。わからなければ情報システムの担当に聞いてください。".into()
            }
            Self::Untrusted(_) => {
                "庁内の機器が通信を検査していると起こります。情報システムの担当から庁内の認証局の証明書（PEM）をもらい、[fetch] の ca に書いてください。パソコンの日付がずれていないかも見てください。証明書の確認を切る設定はありません。".into()
            }
            Self::Slow(_) => "しばらくしてから、もう一度実行してください。続きから受け取ります。何度も起こるなら [fetch] の total_seconds を増やしてください。".into(),
            Self::CutOff { .. } => "もう一度実行してください。続きから受け取ります。".into(),
            Self::TooLarge { .. } => "正しいファイルか、公開元のページで大きさを確かめてください。正しければ [fetch] の max_mb を増やしてください。".into(),
            Self::Redirects(_) => "ブラウザで公開元のページを開き、アドレスが変わっていないか確かめて、[fetch] のアドレスを直してください。".into(),
            Self::Busy { seconds: Some(seconds), .. } => {
                format!("相手が {}分ほど待つように言っています。そのあとで、もう一度実行してください。", seconds.div_ceil(60).max(1))
            }
            Self::Busy { .. } => "時間をおいて（30分ほど）、もう一度実行してください。".into(),
            Self::Status { status: 404 | 410, .. } => {
                "公開元のページを移したか、ファイルを消したようです。ブラウザで公開元のページを探し、[fetch] のアドレスを直すか、手でダウンロードして --from で取り込んでください。".into()
            }
            Self::Status { status: 401 | 403, .. } => {
                "公開元か庁内の機器が断っています。ブラウザで開けるか確かめ、開けるなら手でダウンロードして --from で取り込んでください。".into()
            }
            Self::Status { .. } => "公開元の不調のようです。時間をおいて、もう一度実行してください。".into(),
            Self::Disk(_) => "ディスクの空きと、フォルダに書き込めるかを確かめてください。".into(),
        }
    }

    /// Whether another try may go better.
    pub(super) const fn may_pass(&self) -> bool {
        match self {
            Self::NoNetwork(_) | Self::Slow(_) | Self::CutOff { .. } | Self::Busy { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 408,
            _ => false,
        }
    }

    /// From what the client said.
    pub(super) fn of(error: &reqwest::Error, url: &str) -> Self {
        let url = url.to_owned();
        let mut words = String::new();
        let mut source = error.source();
        while let Some(cause) = source {
            words.push_str(&cause.to_string());
            words.push(' ');
            source = cause.source();
        }
        let words = words.to_lowercase();
        // An error within an error of the same kind cannot be had as a value, only its words.
        if words.contains("certificate") {
            Self::Untrusted(url)
        } else if error.is_builder() {
            Self::BadAddress(url)
        } else if error.is_redirect() {
            Self::Redirects(url)
        } else if words.contains("proxy auth") {
            Self::ProxyRefused(url)
        } else if error.is_timeout() {
            Self::Slow(url)
        } else {
            Self::NoNetwork(url)
        }
    }
}
