//! Cone searches that are planned once for all their centres and radii.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use adql::{ConeTemplate, Extensions, Param, Translation};
use catalogue::Scope;
use plugin_api::{Host, Result};
use sky::Cone;

use crate::HostCoverage;

/// How many plans are kept: tables by verbosity, for a few sets of rights and row limits.
const KEPT_MAX: usize = 512;

/// The plans of cone searches, by what decides their columns and rows but for the cone: `K` holds it all, so that equal
/// keys mean equal queries in the same scope.
#[derive(Debug)]
pub struct ConePlans<K> {
    kept: Mutex<HashMap<Key<K>, Kept>>,
}

/// The addresses of a scope and of extensions, and what else decides a plan.
type Key<K> = (usize, usize, K);

/// A planned cone search, to be run by [`crate::Run::answer_with_params`].
#[derive(Debug)]
pub struct ConePlan {
    of: PlanOf,
    params: Vec<Param>,
}

#[derive(Debug)]
enum PlanOf {
    Kept(Arc<ConeTemplate>),
    This(Box<Translation>),
}

#[derive(Debug)]
struct Kept {
    /// `None`: each cone wants a translation of its own.
    template: Option<Arc<ConeTemplate>>,
    /// Held so that their addresses, which are parts of the key, stay theirs.
    _held: (Arc<Scope>, Arc<Extensions>),
}

impl<K> Default for ConePlans<K> {
    fn default() -> Self {
        Self { kept: Mutex::default() }
    }
}

impl<K: Hash + Eq> ConePlans<K> {
    /// The plan of a cone: a kept one with the values of this cone, else what `translate` makes of it.
    ///
    /// `translate` must give the translation of the query that `key` stands for, against `scope` with `extensions`.
    pub fn plan(
        &self,
        host: &Host,
        (scope, extensions): (&Arc<Scope>, &Arc<Extensions>),
        key: K,
        cone: &Cone,
        translate: impl Fn(&Cone) -> Result<Translation>,
    ) -> Result<ConePlan> {
        let coverage = HostCoverage(host);
        let key = (Arc::as_ptr(scope).addr(), Arc::as_ptr(extensions).addr(), key);
        let known = self.kept().get(&key).map(|kept| kept.template.clone());
        let kept = match known {
            Some(template) => template,
            None => {
                let template = ConeTemplate::of(&coverage, &translate)?.map(Arc::new);
                self.keep(key, Kept { template, _held: (scope.clone(), extensions.clone()) })
            }
        };
        let params = kept.as_ref().and_then(|template| template.params(cone, &coverage));
        match (kept, params) {
            (Some(template), Some(params)) => Ok(ConePlan { of: PlanOf::Kept(template), params }),
            _ => translate(cone).map(ConePlan::of_this),
        }
    }

    fn keep(&self, key: Key<K>, plan: Kept) -> Option<Arc<ConeTemplate>> {
        let template = plan.template.clone();
        let mut kept = self.kept();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, plan);
        template
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Key<K>, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConePlan {
    fn of_this(mut translation: Translation) -> Self {
        let params = std::mem::take(&mut translation.params);
        Self { of: PlanOf::This(Box::new(translation)), params }
    }

    /// Everything but the bound values, which are missing.
    pub fn translation(&self) -> &Translation {
        match &self.of {
            PlanOf::Kept(template) => template.translation(),
            PlanOf::This(translation) => translation,
        }
    }

    /// The bound values.
    pub fn params(&self) -> &[Param] {
        &self.params
    }
}
