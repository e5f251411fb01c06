//! The routes of the door itself: logging in, logging out, and who one is.

use hyper::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use plugin_api::Principal;
use tracing::debug;

use super::asker::Asker;
use super::gate::{Gate, NOBODY};
use super::login_form::{LogIn, form_of};
use super::login_pages;
use super::visit::Visit;
use super::{origin, session_cookie};
use crate::http::{Request, Response};
use crate::observe::Refusal;

/// A route of the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRoute {
    /// `/auth/login`: the form, and where it goes.
    LogIn,
    /// `/auth/logout`.
    LogOut,
    /// `/auth/session`: who am I.
    Session,
    /// `/auth/account`: what may I use, and what do I use.
    Account,
    /// `/auth/tokens`: the tokens of the user.
    Tokens,
    /// `/auth/tokens/{id}`: one of them.
    Token,
}

/// Where tokens are, each below it.
pub(super) const TOKENS: &str = "/auth/tokens";

impl LoginRoute {
    /// The route at a path; no instance can be mounted there.
    pub fn at(path: &str) -> Option<Self> {
        match path {
            "/auth/login" => Some(Self::LogIn),
            "/auth/logout" => Some(Self::LogOut),
            "/auth/session" => Some(Self::Session),
            "/auth/account" => Some(Self::Account),
            TOKENS => Some(Self::Tokens),
            _ => path.strip_prefix(TOKENS)?.strip_prefix('/').map(|_| Self::Token),
        }
    }

    fn methods(self) -> &'static [Method] {
        match self {
            Self::LogIn => &[Method::GET, Method::HEAD, Method::POST],
            Self::LogOut => &[Method::POST],
            Self::Session | Self::Account => &[Method::GET, Method::HEAD],
            Self::Tokens => &[Method::GET, Method::HEAD, Method::POST],
            Self::Token => &[Method::DELETE],
        }
    }
}

impl Gate {
    /// Answers a request of a route of the door.
    pub async fn serve(&self, route: LoginRoute, request: Request, mut visit: Visit) -> Response {
        // Somebody who sends a form must not get the dialogue of his browser over it.
        visit.asked.without_basic = true;
        visit.is_about_sessions = true;
        let response = self.answer(route, request, &mut visit).await;
        self.dress(&visit, false, response)
    }

    async fn answer(&self, route: LoginRoute, request: Request, visit: &mut Visit) -> Response {
        if !self.identities.offers() {
            return Response::text(StatusCode::NOT_FOUND, format!("{NOBODY}\n"));
        }
        if !route.methods().contains(&request.method) {
            return Response::method_not_allowed(&request.method, route.methods());
        }
        if origin::is_forged(&request.method, &request.headers, &self.base_url, request.is_encrypted) {
            self.metrics.refused(Refusal::Forged);
            return Response::text(StatusCode::FORBIDDEN, "other web pages log nobody in or out here\n");
        }
        match (route, &request.method) {
            (LoginRoute::Session, _) => {
                login_pages::session(visit.caller.as_deref(), self.end_of(visit).await.as_deref())
            }
            (LoginRoute::Account, _) => self.account(&request, visit).await,
            (LoginRoute::Tokens, &Method::POST) => self.make_token(request, visit).await,
            (LoginRoute::Tokens, _) => self.tokens(visit).await,
            (LoginRoute::Token, _) => self.revoke_token(&request, visit).await,
            (LoginRoute::LogOut, _) => self.log_out(&request, visit).await,
            (LoginRoute::LogIn, &Method::POST) => self.log_in(request, visit).await,
            (LoginRoute::LogIn, _) => login_pages::login(visit.caller.as_deref()),
        }
    }

    /// A new session for name and password; one that the client had ends.
    async fn log_in(&self, request: Request, visit: &mut Visit) -> Response {
        if !self.may_carry(&request) {
            self.metrics.refused(Refusal::PlainHttp);
            return request.refused(Response::text(StatusCode::FORBIDDEN, self.over_https())).await;
        }
        let (form, address) = (form_of(&request.headers), request.remote.ip());
        let by = Asker::of(&request, Principal::anonymous());
        let LogIn { username, password } = match LogIn::read(&request.headers, request.body).await {
            Ok(log_in) => log_in,
            Err(refusal) => return refusal,
        };
        match self.identities.log_in(&username, &password, address).await {
            Ok(session) => {
                self.write_down(by, Some(&session.caller.user), "session", "begun").await;
                if let Some(old) = visit.session.take() {
                    self.identities.log_out(&old).await;
                }
                visit.cookie = session_cookie::set(&session, request.is_encrypted);
                visit.caller = Some(session.caller.clone());
                login_pages::logged_in(form, &session.caller, session.lasts_secs)
            }
            Err(refused) => {
                self.write_down(by, Some(&username), "session", "refused").await;
                debug!("a log-in is refused: {refused}");
                login_pages::refused(form, self.refusal(&refused), &refused.to_string())
            }
        }
    }

    /// When the session ends by which he is known, if nobody uses it any more: ISO 8601, UTC.
    async fn end_of(&self, visit: &Visit) -> Option<String> {
        let lasts_secs = self.identities.lasts_secs(visit.session.as_deref()?).await?;
        let end = Timestamp::now().checked_add(SignedDuration::from_secs(lasts_secs.cast_signed())).ok()?;
        Some(end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    /// Ends the session that the client has.
    async fn log_out(&self, request: &Request, visit: &mut Visit) -> Response {
        if let Some(session) = visit.session.take() {
            self.identities.log_out(&session).await;
            self.write_end(request, visit);
            visit.caller = None;
        }
        visit.cookie = session_cookie::delete(request.is_encrypted);
        let form = form_of(&request.headers);
        login_pages::logged_out(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_are_routes_of_the_door() {
        assert_eq!(LoginRoute::at("/auth/login"), Some(LoginRoute::LogIn));
        for path in ["/auth", "/auth/", "/auth/login/", "/vo/auth/login", "/tap/auth/login"] {
            assert_eq!(LoginRoute::at(path), None, "{path}");
        }
    }
}
