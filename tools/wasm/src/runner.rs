//! The `wasm-bindgen-test` runner of the version that the lock file pins: Cargo calls it with a test module.

fn main() -> anyhow::Result<()> {
    env_logger::init();
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
