//! The clock: the one place where the time is read.

use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::base::Problem;
use crate::study::interview::Reading;
use crate::text;

/// The environment variable that sets and speeds the clock, for tests: `START[xRATE]`, such as `2026-03-01T09:00x60`.
pub const CLOCK: &str = "SQRTD_CLOCK";

/// The clock: the system's, or one that starts at a moment of choice and runs at a speed of choice.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The moment at which it was set, how fast it runs, and when by the machine's clock.
    set: Option<(Timestamp, f64, Instant)>,
    /// Which start of the machine it counts from.
    boot: u64,
}

impl Clock {
    /// The clock that [`CLOCK`] asks for, or the system's.
    ///
    /// # Errors
    /// A value that can't be read.
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn from_environment() -> Result<Clock, Problem> {
        let Some(value) = std::env::var_os(CLOCK).filter(|value| !value.is_empty()) else {
            return Ok(Clock { set: None, boot: boot() });
        };
        let (start, rate) = read_clock(&value.to_string_lossy(), &TimeZone::system())?;
        Ok(Clock { set: Some((start, rate, Instant::now())), boot: 0 })
    }

    /// The moment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        match self.set {
            None => Timestamp::now(),
            Some((start, rate, since)) => {
                let passed = SignedDuration::try_from_secs_f64(since.elapsed().as_secs_f64() * rate).unwrap_or(SignedDuration::ZERO);
                start.saturating_add(passed).unwrap_or(start)
            }
        }
    }

    /// What the clock shows that counts from the machine's start, also while it sleeps, and that nobody sets.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let milliseconds = match self.set {
            Some(_) => u64::try_from(self.now().as_millisecond()).unwrap_or(0),
            None => {
                let time = rustix::time::clock_gettime(SINCE_BOOT);
                u64::try_from(time.tv_sec).unwrap_or(0) * 1000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000_000
            }
        };
        Reading { boot: self.boot, milliseconds }
    }

    /// How long to wait in the machine's time until so much has passed by this clock.
    #[must_use]
    pub fn wait(&self, time: SignedDuration) -> Duration {
        let rate = self.set.map_or(1.0, |(_, rate, _)| rate);
        let seconds = time.as_secs_f64() / rate;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO).max(Duration::from_millis(10))
    }
}

/// The clock that counts from the machine's start.
#[cfg(target_os = "linux")]
const SINCE_BOOT: rustix::time::ClockId = rustix::time::ClockId::Boottime;
/// On other systems one that may stand still while the machine sleeps.
#[cfg(not(target_os = "linux"))]
const SINCE_BOOT: rustix::time::ClockId = rustix::time::ClockId::Monotonic;

/// Which start of the machine it is; a number for this run of the program alone where the system tells none, so that its readings are compared with no others.
#[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
fn boot() -> u64 {
    let told = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    let name = told.unwrap_or_else(|| format!("{:?} {}", Instant::now(), std::process::id()));
    crate::engine::draw::name_word(name.trim())
}

/// Reads `START[xRATE]`: a moment with a zone or a local time, and how many times as fast it runs.
fn read_clock(text: &str, zone: &TimeZone) -> Result<(Timestamp, f64), Problem> {
    let (start, rate) = match text.rsplit_once('x') {
        Some((start, rate)) => (start, rate.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0)),
        None => (text, Some(1.0)),
    };
    let local = || start.parse::<DateTime>().ok().and_then(|time| zone.to_timestamp(time).ok());
    match (start.parse::<Timestamp>().ok().or_else(local), rate) {
        (Some(start), Some(rate)) => Ok((start, rate)),
        _ => Err(Problem::new(text!("{CLOCK} can't be read: `{text}`", "无法读取 {CLOCK}：`{text}`"))
            .help(text!("write a time and, if wanted, a speed: 2026-03-01T09:00x60", "请写时间，可加倍速：2026-03-01T09:00x60"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn a_clock_starts_where_it_is_told_and_runs_as_fast() {
        let read = |text: &str| read_clock(text, &TimeZone::UTC).map(|(start, rate)| (start.to_string(), rate));
        assert_eq!(read("2026-03-01T09:00"), Ok(("2026-03-01T09:00:00Z".to_string(), 1.0)));
        assert_eq!(read("2026-03-01T09:00:00+08:00x60"), Ok(("2026-03-01T01:00:00Z".to_string(), 60.0)));
        assert_eq!(
            read("tomorrow").map_err(|problem| problem.line(Lang::En)),
            Err("SQRTD_CLOCK can't be read: `tomorrow`; write a time and, if wanted, a speed: 2026-03-01T09:00x60".to_string())
        );
        assert!(read("2026-03-01T09:00x0").is_err() && read("2026-03-01T09:00xfast").is_err());
    }
}
