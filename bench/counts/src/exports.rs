//! The module's functions: they tell of the paths, prepare and run one, and say what the heap saw.
#![allow(
    unsafe_code,
    reason = "an allocator and a name for the outside are unsafe by their nature; all of it is here"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::{PATHS, Path, Ready};

/// The system's allocator, watched.
struct Watched;

#[global_allocator]
static ALLOCATOR: Watched = Watched;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static ALLOCATED: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicU64 = AtomicU64::new(0);
static PEAK: AtomicU64 = AtomicU64::new(0);
/// What lived when the path began.
static BEFORE: AtomicU64 = AtomicU64::new(0);

/// Something was asked for: `more` bytes beyond the `less` that it had before.
fn took(more: usize, less: usize) {
    let (more, less) = (more as u64, less as u64);
    ALLOCATIONS.fetch_add(1, Relaxed);
    ALLOCATED.fetch_add(more.saturating_sub(less), Relaxed);
    let live = LIVE.load(Relaxed) + more - less;
    LIVE.store(live, Relaxed);
    PEAK.fetch_max(live, Relaxed);
}

// SAFETY: every call goes on to the system's allocator as it came; around it only numbers change.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size(), 0);
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        took(layout.size(), 0);
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        took(size, layout.size());
        // SAFETY: the caller's promise is the same.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as u64, Relaxed);
        // SAFETY: the caller's promise is the same.
        unsafe { System.dealloc(pointer, layout) }
    }
}

thread_local! {
    static READY: RefCell<Option<Ready>> = const { RefCell::new(None) };
}

/// Where text stands in memory, and its length in the lower half.
fn place(text: &str) -> u64 {
    (text.as_ptr() as u64) << 32 | text.len() as u64
}

fn path(index: u32) -> Option<&'static Path> {
    PATHS.get(index as usize)
}

/// How many paths there are.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn paths() -> u32 {
    u32::try_from(PATHS.len()).unwrap_or(u32::MAX)
}

/// The name of a path.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn name(index: u32) -> u64 {
    path(index).map_or(0, |path| place(path.name))
}

/// What it goes through.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn about(index: u32) -> u64 {
    path(index).map_or(0, |path| place(path.about))
}

/// What one of its units is.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn unit(index: u32) -> u64 {
    path(index).map_or(0, |path| place(path.unit))
}

/// How many units it has.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn units(index: u32) -> u64 {
    path(index).map_or(0, |path| path.units)
}

/// Prepares a path, and says whether that could be done. The heap is counted from then on.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn prepare(index: u32) -> bool {
    let ready = path(index).and_then(|path| (path.prepare)());
    let done = ready.is_some();
    READY.set(ready);
    ALLOCATIONS.store(0, Relaxed);
    ALLOCATED.store(0, Relaxed);
    BEFORE.store(LIVE.load(Relaxed), Relaxed);
    PEAK.store(LIVE.load(Relaxed), Relaxed);
    done
}

/// Runs what was prepared, and gives the units that it did; none where it failed.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn run() -> u64 {
    READY.take().and_then(|ready| ready()).unwrap_or(0)
}

/// How often memory was asked for, or a piece of it made larger or smaller.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn allocations() -> u64 {
    ALLOCATIONS.load(Relaxed)
}

/// How many bytes that came to.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn allocated() -> u64 {
    ALLOCATED.load(Relaxed)
}

/// How many bytes more lived at the worst moment than when the path began.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn peak() -> u64 {
    PEAK.load(Relaxed).saturating_sub(BEFORE.load(Relaxed))
}
