//! Whether a page may register: the flags know, or the user is asked on the terminal.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use futures_util::FutureExt;
use samp::{Applicant, Consent};
use tokio::sync::Mutex;

use super::print;

/// Says yes to pages of these origins, and asks about all others.
pub fn consent(yes_to: &[String]) -> Consent {
    let yes_to: Arc<[String]> = yes_to.into();
    // One question at a time.
    let terminal = Arc::new(Mutex::new(()));
    Arc::new(move |applicant| {
        let (yes_to, terminal) = (yes_to.clone(), terminal.clone());
        async move {
            if applicant.origin.as_ref().is_some_and(|origin| yes_to.contains(origin)) {
                return true;
            }
            if !io::stdin().is_terminal() {
                print::status(&refusal(&applicant));
                return false;
            }
            let _turn = terminal.lock().await;
            tokio::task::spawn_blocking(move || ask(&applicant)).await.unwrap_or(false)
        }
        .boxed()
    })
}

fn refusal(applicant: &Applicant) -> String {
    let hint = match &applicant.origin {
        Some(origin) => format!("start the hub with --yes-to {origin} to let it in"),
        None => "start the hub on a terminal to be asked".to_owned(),
    };
    format!("armilla: {} is refused, as nobody is here to ask; {hint}", shown(applicant))
}

fn ask(applicant: &Applicant) -> bool {
    print::status(&format!(
        "armilla: {} wants to send and receive messages, and to read what programs send it. Let it? [y/N]",
        shown(applicant)
    ));
    let mut answer = String::new();
    let is_yes = io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes");
    print::status(if is_yes { "armilla: it may" } else { "armilla: it may not" });
    is_yes
}

/// The page; anybody can claim a name, but not an origin.
fn shown(applicant: &Applicant) -> String {
    let origin = applicant.origin.as_deref().unwrap_or("a program of this machine, not a browser");
    format!("a page of {origin} that calls itself `{}`", applicant.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_origin_and_what_to_do() {
        let applicant = Applicant { name: "Portal".into(), origin: Some("https://a.example".into()) };
        assert_eq!(
            refusal(&applicant),
            "armilla: a page of https://a.example that calls itself `Portal` is refused, as nobody is here to ask; \
             start the hub with --yes-to https://a.example to let it in"
        );
    }
}
