//! Chromium with its driver, and Firefox: what the machine has, or Debian's.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{apt, on_path};
use crate::project::Project;

/// A browser and the driver that speaks to it.
#[derive(Debug)]
pub(crate) struct Browser {
    /// Chromium or Chrome.
    pub(crate) browser: PathBuf,
    /// The driver of the same version.
    pub(crate) driver: PathBuf,
}

const CHROMIUM: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Finds Chromium alone: `CHROME`, else what is on the PATH.
pub(crate) fn chromium() -> Result<PathBuf> {
    named("CHROME", &CHROMIUM)?.context(
        "Chromium is missing: install it (Debian: `apt-get install chromium`), or point CHROME at it",
    )
}

/// Finds Firefox: `FIREFOX`, else what is on the PATH.
pub(crate) fn firefox() -> Result<PathBuf> {
    named("FIREFOX", &["firefox-esr", "firefox"])?.context(
        "Firefox is missing: install it (Debian: `apt-get install firefox-esr`), or point FIREFOX at it",
    )
}

/// Installs Firefox where that needs nobody's leave; else says that it is missing.
pub(crate) fn install_firefox(project: &Project) -> Result<()> {
    if env::var_os("FIREFOX").is_none() && apt::may_use() {
        apt::install(project, &["firefox-esr"])?;
    }
    firefox().map(|_| ())
}

/// Finds both: `CHROME` and `CHROMEDRIVER`, else what is on the PATH.
pub(crate) fn find() -> Result<Browser> {
    let browser = named("CHROME", &CHROMIUM)?;
    let driver = named("CHROMEDRIVER", &["chromedriver"])?;
    match (browser, driver) {
        (Some(browser), Some(driver)) => Ok(Browser { browser, driver }),
        (browser, driver) => {
            let missing = match (browser, driver) {
                (None, None) => "Chromium and ChromeDriver are",
                (None, _) => "Chromium is",
                _ => "ChromeDriver is",
            };
            bail!(
                "{missing} missing: install them (Debian: `apt-get install chromium chromium-driver`), \
                 or point CHROME and CHROMEDRIVER at them"
            )
        }
    }
}

fn named(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os(variable) {
        if !Path::new(&path).is_file() {
            bail!("{variable} is {}, and there is no such file", path.display());
        }
        return Ok(Some(path.into()));
    }
    Ok(names.iter().find_map(|name| on_path(name)))
}

/// Installs both where that needs nobody's leave; else says what is missing.
pub(crate) fn install(project: &Project) -> Result<()> {
    let chosen = ["CHROME", "CHROMEDRIVER"]
        .iter()
        .any(|variable| env::var_os(variable).is_some());
    if !chosen && apt::may_use() {
        apt::install(project, &["chromium", "chromium-driver"])?;
    }
    find().map(|_| ())
}

/// Writes what the driver tells the browser at its start, and gives the file.
///
/// Without the switches a browser talks to its maker's servers, and as root it does not start at all.
pub(crate) fn capabilities(project: &Project, browser: &Browser) -> Result<PathBuf> {
    let switches = [
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "disable-dev-shm-usage",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    ];
    let binary = browser.browser.display().to_string().replace('\\', "/");
    let text =
        format!("{{ \"goog:chromeOptions\": {{ \"binary\": {binary:?}, \"args\": {switches:?} }} }}\n");
    let file = project.made("tools/webdriver.json");
    std::fs::create_dir_all(project.made("tools"))?;
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}
