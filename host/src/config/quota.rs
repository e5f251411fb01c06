//! The settings of quotas: `[quota]` of `host.toml`, and its tables for groups, users and the anonymous.

use std::collections::BTreeMap;

use conf_file::value;

use super::section::Section;

/// What users may use.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotas {
    /// Each known user.
    users: Said,
    /// The members of groups.
    groups: BTreeMap<String, Said>,
    /// Single users.
    user: BTreeMap<String, Said>,
    /// Each address of which nobody has logged in.
    anonymous: Said,
}

/// What somebody may use; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits([Option<u64>; KEYS.len()]);

/// One limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Requests that are answered at once.
    Requests,
    /// Requests begun in a minute.
    RequestsPerMinute,
    /// Rows of an answer.
    Rows,
    /// MiB of the uploads of a request.
    UploadMib,
    /// Seconds of a query.
    QuerySecs,
    /// Jobs that run at once.
    RunningJobs,
    /// Jobs that wait.
    QueuedJobs,
    /// MiB of the results of jobs that are kept.
    ResultsMib,
}

/// The values of a table; 0 is no limit, and what is `None` the table does not say.
type Said = [Option<u64>; KEYS.len()];

/// The keys in the order of [`Limit`].
const KEYS: [&str; 8] = [
    "requests_max",
    "requests_per_minute",
    "rows_max",
    "upload_mib_max",
    "query_secs_max",
    "running_jobs_max",
    "queued_jobs_max",
    "results_mib_max",
];

/// No limit of any kind.
const UNLIMITED: Said = [Some(0); KEYS.len()];

/// More than any host has of anything.
const MOST: u64 = 1_000_000_000_000;

impl Default for Quotas {
    /// No limits.
    fn default() -> Self {
        let (groups, user) = (BTreeMap::new(), BTreeMap::new());
        Self { users: UNLIMITED, groups, user, anonymous: UNLIMITED }
    }
}

impl Quotas {
    /// What a user with these groups may use; without a name, what an address may.
    pub fn of(&self, user: Option<&str>, groups: &[String]) -> Limits {
        let Some(user) = user else { return limits(self.anonymous) };
        let own = self.user.get(user);
        let groups: Vec<&Said> = groups.iter().filter_map(|group| self.groups.get(group)).collect();
        limits(std::array::from_fn(|key| {
            let of_groups = groups.iter().filter_map(|said| said[key]).max_by_key(|&most| generosity(most));
            own.and_then(|said| said[key]).or(of_groups).or(self.users[key])
        }))
    }
}

impl Limits {
    /// One of them.
    pub fn get(&self, limit: Limit) -> Option<u64> {
        self.0[limit as usize]
    }

    /// All of them with their keys in `[quota]`.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, Option<u64>)> {
        KEYS.into_iter().zip(self.0)
    }
}

/// Reads `[quota]`.
pub fn read(section: Section<'_>) -> Quotas {
    let named =
        |name, noun| section.children(name, noun).into_iter().map(|(name, said)| (name, said_in(said, None)));
    let groups = named("groups", "group").collect();
    let user = named("users", "user").collect();
    let anonymous = said_in(section.child("quota.anonymous"), Some(0));
    Quotas { users: said_in(section, Some(0)), groups, user, anonymous }
}

fn said_in(section: Section<'_>, default: Option<u64>) -> Said {
    let said = KEYS.map(|key| section.read(key, default, |value| value::integer(value, 0..=MOST).map(Some)));
    section.finish();
    said
}

fn limits(said: Said) -> Limits {
    Limits(said.map(|value| value.filter(|&most| most > 0)))
}

/// No limit is the most generous.
fn generosity(most: u64) -> u64 {
    most.wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::super::load::load;
    use super::*;

    fn quotas(text: &str) -> Result<Quotas, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("host.toml"), text).unwrap();
        let loaded = load(folder.path(), &[]).map_err(|problems| problems.to_string())?;
        Ok(loaded.host.quota)
    }

    #[test]
    fn the_most_generous_group_holds_and_a_users_own_table_before_it() {
        let text = "[quota]\nrows_max = 10\nquery_secs_max = 5\n[quota.groups.a]\nrows_max = 20\n\
                    [quota.groups.b]\nrows_max = 30\n[quota.groups.free]\nrows_max = 0\n\
                    [quota.users.ada]\nrows_max = 15\n[quota.anonymous]\nrows_max = 3\n";
        let quotas = quotas(text).unwrap();
        let rows = |user, groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|&group| group.to_owned()).collect();
            quotas.of(user, &groups).get(Limit::Rows)
        };
        assert_eq!(rows(None, &[]), Some(3));
        assert_eq!(rows(Some("bob"), &[]), Some(10));
        assert_eq!(rows(Some("bob"), &["a", "b", "unknown"]), Some(30));
        assert_eq!(rows(Some("bob"), &["a", "free"]), None);
        assert_eq!(rows(Some("ada"), &["free"]), Some(15));
        let limits = quotas.of(Some("ada"), &["a".to_owned()]);
        assert_eq!((limits.get(Limit::QuerySecs), limits.get(Limit::Requests)), (Some(5), None));
        assert_eq!(quotas.of(None, &[]).get(Limit::QuerySecs), None);
    }

    #[test]
    fn an_unknown_limit_of_a_group_is_told_with_those_that_there_are() {
        let text = quotas("[quota.groups.a]\nrow_max = 20\nrequests_max = -1\n").unwrap_err();
        assert!(text.starts_with("error: unknown key `row_max` in `[quota.groups.a]`\n"), "{text}");
        assert!(text.contains("hint: did you mean `rows_max`?"), "{text}");
        let range = "key `requests_max`: expected an integer from 0 to 1000000000000, found -1";
        assert!(text.contains(range), "{text}");
    }
}
