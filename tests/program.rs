//! The program under test.

use std::path::PathBuf;

/// The program that the tests run: the one that cargo built with them, or what `AFTERWORD_BIN` names in its place, so
/// that a released binary passes the very same tests. Its file has to be named `afterword`, as tests also find it in
/// `PATH`.
pub(crate) fn program() -> PathBuf {
    let Some(named) = std::env::var_os("AFTERWORD_BIN") else {
        return PathBuf::from(env!("CARGO_BIN_EXE_afterword"));
    };
    let path = std::path::absolute(&named).unwrap();
    assert!(path.is_file(), "AFTERWORD_BIN: there is no file {}", path.display());
    assert_eq!(path.file_stem().unwrap(), "afterword", "AFTERWORD_BIN: {} has another name", path.display());
    path
}
