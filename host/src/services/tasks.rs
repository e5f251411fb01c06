//! Background tasks of a plugin set; they end with it.

use plugin_api::BoxFuture;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

/// Ends its tasks when it is told to.
#[derive(Clone, Default)]
pub struct Tasks(CancellationToken);

impl Tasks {
    /// Runs a task until it ends or the set does.
    pub fn spawn(&self, runtime: &Handle, task: BoxFuture<()>) {
        let ended = self.0.clone();
        runtime.spawn(async move {
            tokio::select! {
                () = ended.cancelled() => {}
                () = task => {}
            }
        });
    }

    /// Ends all tasks at their next await.
    pub fn end(&self) {
        self.0.cancel();
    }
}
