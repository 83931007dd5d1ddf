//! Parts a bound module in two: one for single calls, and one that is loaded beside it when it is first needed.
//!
//! Both work on the same memory, tables and globals, which the first one has and exports. So the second one may hold its
//! own copies of whatever functions they share: a function is no state. What only the second one's exports need is in
//! it alone. Its entries in the table of functions are empty until it is there.
//!
//! A function that is only reached through the table cannot be told from the code to belong to either: those of the
//! crates and modules that are named on the command line go to the second, with the shims that do nothing but call them.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalKind, ImportKind, Module,
    ModuleConfig, ir,
};

/// Under which name the second module imports what the first one has.
const FIRST: &str = "first";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, first, second, exports, paths] = arguments.as_slice() else {
        bail!("usage: split <bound.wasm> <first.wasm> <second.wasm> <exports of the second, by comma> <paths of the second>");
    };
    let bytes = std::fs::read(input).with_context(|| format!("cannot read {input}"))?;
    let exports: Vec<&str> = exports.split(',').collect();
    let paths: Vec<&str> = paths.split(',').collect();
    let parting = Parting::of(&parse(&bytes)?, &exports, &paths)?;
    write(parse(&bytes)?, first, |module| parting.keep_first(module))?;
    write(parse(&bytes)?, second, |module| parting.keep_second(module))
}

fn parse(bytes: &[u8]) -> Result<Module> {
    ModuleConfig::new().generate_producers_section(false).parse(bytes)
}

fn write(mut module: Module, path: &str, part: impl FnOnce(&mut Module) -> Result<()>) -> Result<()> {
    part(&mut module)?;
    walrus::passes::gc::run(&mut module);
    module
        .emit_wasm_file(Path::new(path))
        .with_context(|| format!("cannot write {path}"))
}

/// What goes to the second module.
struct Parting {
    /// Its exports, by name.
    exports: HashSet<String>,
    /// Its entries in the table of functions, by their place in all segments together.
    slots: HashSet<usize>,
}

impl Parting {
    fn of(module: &Module, exports: &[&str], paths: &[&str]) -> Result<Self> {
        for wanted in exports {
            if !module.exports.iter().any(|export| export.name == *wanted) {
                bail!("the module has no export `{wanted}`");
            }
        }
        let exports: HashSet<String> = exports.iter().map(|&name| name.to_owned()).collect();
        let calls = calls(module);
        let named = |id: FunctionId| {
            let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
            paths.iter().any(|path| name.contains(path))
        };
        let is_shim = |id: FunctionId| {
            let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
            ["FnOnce::call_once", "FnOnce>::call_once", "Fn::call", "vtable.shim"].iter().any(|part| name.contains(part))
        };
        let mut slots = HashSet::new();
        for (slot, function) in table(module).into_iter().enumerate() {
            let shim_of_named = is_shim(function)
                && calls.get(&function).is_some_and(|called| called.iter().any(|&called| named(called)));
            if named(function) || shim_of_named {
                slots.insert(slot);
            }
        }
        Ok(Self { exports, slots })
    }

    /// Leaves out what is the second one's, and exports what that needs.
    fn keep_first(&self, module: &mut Module) -> Result<()> {
        let gone: Vec<_> = module
            .exports
            .iter()
            .filter(|export| self.exports.contains(&export.name))
            .map(walrus::Export::id)
            .collect();
        for export in gone {
            module.exports.delete(export);
        }
        self.keep_slots(module, false)?;
        for (name, item) in shared(module) {
            let there = module.exports.iter().any(|export| export.name == name);
            if !there {
                module.exports.add(&name, item);
            }
        }
        Ok(())
    }

    /// Takes memory, tables and globals from the first one.
    fn keep_second(&self, module: &mut Module) -> Result<()> {
        let gone: Vec<_> = module
            .exports
            .iter()
            .filter(|export| !self.exports.contains(&export.name))
            .map(walrus::Export::id)
            .collect();
        let names = shared(module);
        for export in gone {
            module.exports.delete(export);
        }
        module.start = None;
        self.keep_slots(module, true)?;
        for (name, item) in names {
            match item {
                ExportItem::Memory(id) => {
                    let import = module.imports.add(FIRST, &name, ImportKind::Memory(id));
                    let memory = module.memories.get_mut(id);
                    memory.import = Some(import);
                    let segments: Vec<_> = memory.data_segments.drain().collect();
                    for segment in segments {
                        module.data.delete(segment);
                    }
                }
                ExportItem::Table(id) => {
                    let import = module.imports.add(FIRST, &name, ImportKind::Table(id));
                    let table = module.tables.get_mut(id);
                    table.import = Some(import);
                    table.maximum = None;
                }
                ExportItem::Global(id) => {
                    let import = module.imports.add(FIRST, &name, ImportKind::Global(id));
                    module.globals.get_mut(id).kind = GlobalKind::Import(import);
                }
                ExportItem::Function(_) | ExportItem::Tag(_) => {}
            }
        }
        Ok(())
    }

    /// Keeps the second one's entries of the table of functions, or all others; each stays at its place.
    fn keep_slots(&self, module: &mut Module, second: bool) -> Result<()> {
        let segments: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
        let mut slot = 0;
        for id in segments {
            let segment = module.elements.get(id);
            let (ElementKind::Active { table, offset }, ElementItems::Functions(functions)) =
                (segment.kind.clone(), segment.items.clone())
            else {
                bail!("a segment of the table of functions has an unknown form");
            };
            let ConstExpr::Value(ir::Value::I32(start)) = offset else {
                bail!("a segment of the table of functions begins at no constant");
            };
            let mut runs: Vec<(i32, Vec<FunctionId>)> = Vec::new();
            for (place, function) in (start..).zip(functions) {
                if self.slots.contains(&slot) == second {
                    match runs.last_mut() {
                        Some((first, run)) if *first + i32::try_from(run.len())? == place => run.push(function),
                        _ => runs.push((place, vec![function])),
                    }
                }
                slot += 1;
            }
            module.elements.delete(id);
            module.tables.get_mut(table).elem_segments.remove(&id);
            for (place, run) in runs {
                let kind = ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(place)) };
                let added = module.elements.add(kind, ElementItems::Functions(run));
                module.tables.get_mut(table).elem_segments.insert(added);
            }
        }
        Ok(())
    }
}

/// Memory, tables and globals, each with the name that it is exported under.
fn shared(module: &Module) -> Vec<(String, ExportItem)> {
    let mut items: Vec<ExportItem> = Vec::new();
    items.extend(module.memories.iter().map(|memory| ExportItem::Memory(memory.id())));
    items.extend(module.tables.iter().map(|table| ExportItem::Table(table.id())));
    let globals = module.globals.iter().filter(|global| global.mutable);
    items.extend(globals.map(|global| ExportItem::Global(global.id())));
    let exported: HashMap<_, _> = module
        .exports
        .iter()
        .filter_map(|export| Some((key(&export.item)?, export.name.clone())))
        .collect();
    items
        .into_iter()
        .enumerate()
        .map(|(number, item)| {
            let own = key(&item).and_then(|key| exported.get(&key).cloned());
            (own.unwrap_or_else(|| format!("s{number}")), item)
        })
        .collect()
}

/// What tells items apart.
fn key(item: &ExportItem) -> Option<(u8, usize)> {
    match item {
        ExportItem::Memory(id) => Some((0, id.index())),
        ExportItem::Table(id) => Some((1, id.index())),
        ExportItem::Global(id) => Some((2, id.index())),
        ExportItem::Function(_) | ExportItem::Tag(_) => None,
    }
}

/// The functions of the table, in order.
fn table(module: &Module) -> Vec<FunctionId> {
    let mut functions = Vec::new();
    for segment in module.elements.iter() {
        if let ElementItems::Functions(all) = &segment.items {
            functions.extend(all);
        }
    }
    functions
}

/// What each function calls.
fn calls(module: &Module) -> HashMap<FunctionId, Vec<FunctionId>> {
    struct Called(Vec<FunctionId>);
    impl<'a> Visitor<'a> for Called {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.push(*function);
        }
    }
    let mut calls = HashMap::new();
    for function in module.funcs.iter() {
        if let FunctionKind::Local(local) = &function.kind {
            let mut called = Called(Vec::new());
            dfs_in_order(&mut called, local, local.entry_block());
            calls.insert(function.id(), called.0);
        }
    }
    calls
}
