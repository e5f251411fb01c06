//! The one way from a request to the plugins and back.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use identity::{Caller, Identities, Proof, Refused};
use plugin_api::Principal;
use tracing::debug;

use super::asker::Asker;
use super::audit::{Audit, Record};
use super::challenges::{Asked, Challenges};
use super::credentials::{self, Presented};
use super::login::LoginRoute;
use super::quota::Quota;
use super::visit::Visit;
use super::{dressing, origin, session_cookie, signed_address};
use crate::http::{Request, Response};
use crate::jobs::Jobs;
use crate::observe::{AccessMetrics, Refusal};
use crate::plugins::Found;
use crate::services::Signer;

/// Finds out who asks, lets him in or not, and says so in the answer.
pub struct Gate {
    pub(super) identities: Identities,
    pub(super) audit: Audit,
    pub(super) signer: Arc<Signer>,
    pub(super) quota: Quota,
    pub(super) jobs: Jobs,
    challenges: Challenges,
    pub(super) base_url: String,
    plain_http: bool,
    pub(super) metrics: Arc<AccessMetrics>,
}

/// What everybody is told who wants to be somebody on a host without users.
pub(super) const NOBODY: &str = "nobody can log in here: this host has no users";

impl Gate {
    /// The door of a host at this address for clients, without a trailing slash. `plain_http`: credentials may travel
    /// in the clear.
    pub fn new(
        identities: Identities,
        signer: Arc<Signer>,
        base_url: &str,
        plain_http: bool,
        metrics: Arc<AccessMetrics>,
    ) -> Self {
        let challenges = Challenges::new(base_url);
        let audit = Audit::default();
        let (quota, jobs, base_url) = (Quota::default(), Jobs::default(), base_url.to_owned());
        Self { identities, audit, signer, quota, jobs, challenges, base_url, plain_http, metrics }
    }

    /// Users are told what they may use and what they use.
    pub fn accounting(self, quota: Quota, jobs: Jobs) -> Self {
        Self { quota, jobs, ..self }
    }

    /// Who is refused is written down there.
    pub fn recording(self, audit: Audit) -> Self {
        Self { audit, ..self }
    }

    /// Finds out who asks, or what he is told in place of an answer. His credentials go no further than this. By a signed
    /// address he comes with the rights of its owner, whatever else he presents.
    pub async fn receive(&self, request: &mut Request) -> Result<Visit, Response> {
        let asked = Asked {
            without_basic: origin::is_our_script(&request.headers) || !self.may_carry(request),
            ..Asked::default()
        };
        let mut visit = Visit { asked, ..Visit::default() };
        if let Some(signature) = signed_address::take(&mut request.query) {
            credentials::hide(&mut request.headers);
            visit.caller = match self.opened(&signature, request).await {
                Ok(caller) => Some(caller),
                Err(refusal) => return Err(self.dress(&visit, false, refusal)),
            };
            visit.is_by_address = true;
            self.metrics.caller(true);
            return Ok(visit);
        }
        let presented = Presented::of(&request.headers);
        let checked = match self.identities.offers() {
            true => self.check(&presented, request, &mut visit).await,
            false => self.refuse_all(&presented, request, &mut visit),
        };
        credentials::hide(&mut request.headers);
        if let Err(refusal) = checked {
            visit.asked.wrong_token = matches!(presented, Presented::Token(_));
            return Err(self.dress(&visit, false, refusal));
        }
        self.metrics.caller(visit.caller.is_some());
        Ok(visit)
    }

    /// Whether anybody can log in at all.
    pub fn has_users(&self) -> bool {
        self.identities.offers()
    }

    /// Whether he may go where he wants to; else what he is told.
    pub fn admit(&self, visit: &Visit, found: &Found) -> Result<(), Response> {
        let Found::Route(way) = found else { return Ok(()) };
        if !visit.is_for(way.instance()) {
            self.metrics.refused(Refusal::OtherInstance);
            let text = format!("this token is not for `{}`\n", way.instance());
            return Err(self.dress(visit, false, Response::text(StatusCode::FORBIDDEN, text)));
        }
        if visit.caller.is_none() && way.wants_log_in() {
            let text = "this service is for users who have logged in\n";
            return Err(self.dress(visit, false, Response::text(StatusCode::UNAUTHORIZED, text)));
        }
        Ok(())
    }

    /// Adds to an answer what depends on who asked. `is_capabilities`: it is the document where clients look for a way
    /// to log in.
    pub fn dress(&self, visit: &Visit, is_capabilities: bool, mut response: Response) -> Response {
        let parts = (response.status, &mut response.headers);
        dressing::dress(&self.challenges, visit, is_capabilities, self.identities.offers(), parts);
        response
    }

    /// Where nobody can log in, all credentials are wrong: nothing is looked up or hashed for them.
    fn refuse_all(
        &self,
        presented: &Presented,
        request: &Request,
        visit: &mut Visit,
    ) -> Result<(), Response> {
        match presented {
            Presented::Nothing => Ok(()),
            Presented::Session(_) => {
                visit.cookie = session_cookie::delete(request.is_encrypted);
                Ok(())
            }
            _ => Err(self.refusal(&Refused::Wrong(NOBODY))),
        }
    }

    /// Checks what was presented. A stale cookie comes unasked and is deleted; anything else that is wrong is refused.
    async fn check(
        &self,
        presented: &Presented,
        request: &Request,
        visit: &mut Visit,
    ) -> Result<(), Response> {
        if *presented == Presented::Nothing {
            return Ok(());
        }
        self.may_present(presented, request)?;
        let (proof, session) = match presented {
            Presented::Nothing => return Ok(()),
            Presented::Unreadable(why) => return Err(self.refusal(&Refused::Wrong(why))),
            Presented::Password { user, password } => (Proof::Password { user, password }, None),
            Presented::Token(token) => (Proof::Bearer(token), None),
            Presented::Session(value) => (Proof::Session(value), Some(value)),
        };
        match (self.identities.identify(proof, request.remote.ip()).await, session) {
            (Ok(caller), None) => visit.caller = Some(caller),
            (Ok(caller), Some(value)) => self.resume(visit, caller, value, request).await,
            (Err(Refused::Wrong(why)), Some(_)) => {
                debug!("a cookie is deleted: {why}");
                visit.cookie = session_cookie::delete(request.is_encrypted);
            }
            (Err(refused), _) => {
                let (what, user) = match presented {
                    Presented::Password { user, .. } => ("password", Some(user.as_str())),
                    _ => ("token", None),
                };
                let by = Asker::of(request, Principal::anonymous());
                self.write_down(by, user, what, "refused").await;
                return Err(self.refusal(&refused));
            }
        }
        Ok(())
    }

    /// Records how an attempt to log in ended. A name that nobody has may be a password in the wrong field.
    pub(super) async fn write_down(&self, by: Asker, user: Option<&str>, what: &str, outcome: &str) {
        let known = match user {
            Some(user) => self.identities.groups_of(user).await.ok().flatten().map(|_| user),
            None => None,
        };
        let principal = known.map_or_else(Principal::anonymous, |user| Principal::known(user, Vec::new()));
        let record = Record { event: "login", outcome, what: Some(what), ..Record::default() };
        self.audit.record(&Asker { principal, ..by }, &record);
    }

    /// Records that a session has ended, at the wish of its user.
    pub(super) fn write_end(&self, request: &Request, visit: &Visit) {
        let record = Record { event: "logout", outcome: "ended", what: Some("session"), ..Record::default() };
        self.audit.record(&visit.asker(request), &record);
    }

    /// A session goes on, in browsers at times under a new value.
    async fn resume(&self, visit: &mut Visit, caller: Arc<Caller>, value: &str, request: &Request) {
        visit.caller = Some(caller);
        visit.session = Some(value.to_owned());
        let is_end = LoginRoute::at(&request.path) == Some(LoginRoute::LogOut);
        if is_end || !origin::is_browser(&request.headers) {
            return;
        }
        if let Some(renewed) = self.identities.renew(value).await {
            visit.cookie = session_cookie::set(&renewed, request.is_encrypted);
            visit.session = Some(renewed.value);
        }
    }

    /// Whether credentials may come this way at all: not readable for all on their way, and not in the name of a page
    /// that made a browser send them along.
    fn may_present(&self, presented: &Presented, request: &Request) -> Result<(), Response> {
        if !self.may_carry(request) {
            self.metrics.refused(Refusal::PlainHttp);
            return Err(Response::text(StatusCode::FORBIDDEN, self.over_https()));
        }
        let by_itself = matches!(presented, Presented::Session(_) | Presented::Password { .. });
        let (method, headers) = (&request.method, &request.headers);
        if by_itself && origin::is_forged(method, headers, &self.base_url, request.is_encrypted) {
            self.metrics.refused(Refusal::Forged);
            let text = "requests of other web pages change nothing here in your name\n";
            return Err(Response::text(StatusCode::FORBIDDEN, text));
        }
        Ok(())
    }

    /// Whether credentials can be read by nobody on their way, or the operator does not mind.
    pub(super) fn may_carry(&self, request: &Request) -> bool {
        self.plain_http || request.is_encrypted || request.remote.ip().to_canonical().is_loopback()
    }

    pub(super) fn over_https(&self) -> String {
        let place = match self.base_url.starts_with("https://") {
            true => format!("use {}", self.base_url),
            false => "this host has no such address yet, its operator can set one up".to_owned(),
        };
        format!("credentials are taken over HTTPS only, and these travelled in the clear; {place}\n")
    }

    /// What a refused caller is told.
    pub(super) fn refusal(&self, refused: &Refused) -> Response {
        let (status, reason, retry_after_secs) = match refused {
            Refused::Wrong(_) => (StatusCode::UNAUTHORIZED, Refusal::Wrong, None),
            Refused::LockedOut { retry_after_secs } => {
                (StatusCode::TOO_MANY_REQUESTS, Refusal::LockedOut, Some(*retry_after_secs))
            }
            Refused::Busy { retry_after_secs } => {
                (StatusCode::SERVICE_UNAVAILABLE, Refusal::Busy, Some(*retry_after_secs))
            }
            Refused::Unavailable { retry_after_secs } => {
                (StatusCode::SERVICE_UNAVAILABLE, Refusal::Unavailable, Some(*retry_after_secs))
            }
        };
        self.metrics.refused(reason);
        let response = Response::text(status, format!("{refused}\n"));
        match retry_after_secs {
            Some(secs) => response.with(header::RETRY_AFTER, HeaderValue::from(secs)),
            None => response,
        }
    }
}
