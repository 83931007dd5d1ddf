//! Rewrites a module. Only functions, globals and exports change.

use std::collections::HashMap;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction,
    Module, ValType,
};
use wasmparser::{
    CodeSectionReader, ExportSectionReader, FunctionBody, GlobalSectionReader, KnownCustom, Name, Operator,
    Parser, Payload, TypeRef,
};

/// What has to be known of a module before it is rewritten.
#[derive(Default)]
struct Known {
    /// Functions that are imported; they come before its own.
    imported: u32,
    /// Its own functions.
    functions: u32,
    /// Globals, imported ones too.
    globals: u32,
    /// By function.
    parameters: Vec<u32>,
    names: HashMap<u32, String>,
}

impl Known {
    fn of(module: &[u8]) -> Result<Self> {
        let mut known = Self::default();
        let mut types = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    for ty in section.into_iter_err_on_gc_types() {
                        types.push(u32::try_from(ty?.params().len())?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        match import?.ty {
                            TypeRef::Func(_) => known.imported += 1,
                            TypeRef::Global(_) => known.globals += 1,
                            _ => {}
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        let parameters = types.get(ty? as usize).copied();
                        known.parameters.push(parameters.unwrap_or_default());
                        known.functions += 1;
                    }
                }
                Payload::GlobalSection(section) => known.globals += section.count(),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        for name in names {
                            if let Name::Function(names) = name? {
                                for naming in names {
                                    let naming = naming?;
                                    known.names.insert(naming.index, naming.name.to_owned());
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(known)
    }

    /// The counter of one of the module's own functions.
    fn counter(&self, function: u32) -> u32 {
        self.globals + function
    }

    /// The counter of moved bytes.
    fn moved(&self) -> u32 {
        self.globals + self.functions
    }
}

/// A function's name as it is written in Rust. To names that a module has twice, wasm-opt adds a number.
fn readable(name: &str) -> String {
    let numbered = name
        .rsplit_once('_')
        .filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
    let demangled = [Some(name), numbered.map(|(name, _)| name)]
        .into_iter()
        .flatten()
        .find_map(|name| rustc_demangle::try_demangle(name).ok());
    demangled.map_or_else(|| name.to_owned(), |name| format!("{name:#}"))
}

struct Metering {
    known: Known,
    /// How many functions are done.
    function: u32,
}

/// The module with its counters.
pub(crate) fn metered(module: &[u8]) -> Result<Vec<u8>> {
    let mut metering = Metering {
        known: Known::of(module)?,
        function: 0,
    };
    let mut out = Module::new();
    metering.parse_core_module(&mut out, Parser::new(0), module)?;
    Ok(out.finish())
}

/// Whether the code after it is reached from elsewhere, or not always from it.
fn ends_a_stretch(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Br { .. }
            | O::BrIf { .. }
            | O::BrTable { .. }
            | O::Return
            | O::Unreachable
    )
}

/// Whether it only marks a place.
fn is_a_mark(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(operator, O::Block { .. } | O::Loop { .. } | O::Else | O::End)
}

/// A stretch of code without a branch, but for its last instruction.
#[derive(Default)]
struct Stretch<'a> {
    code: Vec<Instruction<'a>>,
    instructions: i64,
}

impl Stretch<'_> {
    /// Writes it, counted before it begins, and makes ready for the next.
    fn close(&mut self, counter: u32, out: &mut Function) {
        if self.instructions > 0 {
            for instruction in [
                Instruction::GlobalGet(counter),
                Instruction::I64Const(self.instructions),
                Instruction::I64Add,
                Instruction::GlobalSet(counter),
            ] {
                out.instruction(&instruction);
            }
        }
        for instruction in self.code.drain(..) {
            out.instruction(&instruction);
        }
        self.instructions = 0;
    }

    /// Adds the length that lies on the stack to the counter of moved bytes, and leaves it there.
    fn count_moved(&mut self, counter: u32, scratch: u32) {
        self.code.extend([
            Instruction::LocalTee(scratch),
            Instruction::GlobalGet(counter),
            Instruction::LocalGet(scratch),
            Instruction::I64ExtendI32U,
            Instruction::I64Add,
            Instruction::GlobalSet(counter),
        ]);
    }
}

impl Reencode for Metering {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> core::result::Result<(), Error<Infallible>> {
        utils::parse_global_section(self, globals, section)?;
        let counter = GlobalType {
            val_type: ValType::I64,
            mutable: true,
            shared: false,
        };
        for _ in 0..=self.known.functions {
            globals.global(counter, &ConstExpr::i64_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> core::result::Result<(), Error<Infallible>> {
        utils::parse_export_section(self, exports, section)?;
        for function in 0..self.known.functions {
            let index = self.known.imported + function;
            let name = self.known.names.get(&index).map_or("", String::as_str);
            let name = format!("function: {} {index}", readable(name));
            exports.export(&name, ExportKind::Global, self.known.counter(function));
        }
        exports.export("moved bytes", ExportKind::Global, self.known.moved());
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> core::result::Result<(), Error<Infallible>> {
        self.function = 0;
        utils::parse_code_section(self, code, section)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> core::result::Result<(), Error<Infallible>> {
        let counter = self.known.counter(self.function);
        let parameters = self.known.parameters.get(self.function as usize);
        let mut scratch = parameters.copied().unwrap_or_default();
        let mut locals = Vec::new();
        for local in body.get_locals_reader()? {
            let (count, ty) = local?;
            scratch += count;
            locals.push((count, self.val_type(ty)?));
        }
        locals.push((1, ValType::I32));
        let mut out = Function::new(locals);
        let mut stretch = Stretch::default();
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            let operator = reader.read()?;
            if matches!(
                operator,
                Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } | Operator::MemoryInit { .. }
            ) {
                stretch.count_moved(self.known.moved(), scratch);
            }
            let ends = ends_a_stretch(&operator);
            stretch.instructions += i64::from(!is_a_mark(&operator));
            stretch.code.push(self.instruction(operator)?);
            if ends {
                stretch.close(counter, &mut out);
            }
        }
        code.function(&out);
        self.function += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_as_in_rust_with_or_without_a_number() {
        for (name, expected) in [
            (
                "_ZN4core3str9from_utf817h0123456789abcdefE",
                "core::str::from_utf8",
            ),
            (
                "_ZN4core3str9from_utf817h0123456789abcdefE_12",
                "core::str::from_utf8",
            ),
            ("memcmp", "memcmp"),
            ("round_2", "round_2"),
            ("", ""),
        ] {
            assert_eq!(readable(name), expected);
        }
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(metered(b"no module").is_err());
    }
}
