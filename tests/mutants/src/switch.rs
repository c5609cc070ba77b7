//! Puts mutants behind switches: `(if crate::mutants::on(7) { a - b } else { a + b })`.

use std::ops::Range;

use proc_macro2::{LineColumn, Span};
use serde_json::Value;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// One change that cargo-mutants makes.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What switches it on, from 1.
    pub number: usize,
    /// The file, from the project's folder.
    pub file: String,
    /// What is changed, such as `replace && with || in is_same`.
    pub what: String,
    /// The line where, from 1.
    pub line: usize,
    genre: String,
    replacement: String,
    start: (usize, usize),
    end: (usize, usize),
}

impl Mutant {
    /// The mutant of an object in cargo-mutants' list.
    pub fn of(listed: &Value, number: usize) -> Self {
        let text = |key: &str| listed[key].as_str().unwrap_or_default().to_owned();
        let at = |end: &str| {
            let number = |key: &str| listed["span"][end][key].as_u64().expect("a place in a list of mutants") as usize;
            (number("line"), number("column"))
        };
        let what = text("name").splitn(4, ':').nth(3).expect("a name in a list of mutants").trim().to_owned();
        let (file, genre, replacement) = (text("file"), text("genre"), text("replacement"));
        let (start, end) = (at("start"), at("end"));
        Self { number, file, what, line: start.0, genre, replacement, start, end }
    }

    /// The text of its file with the change made.
    pub fn in_place(&self, text: &str) -> String {
        let lines = Lines::of(text);
        let (start, end) = (lines.offset(self.start), lines.offset(self.end));
        format!("{}{}{}", &text[..start], self.replacement, &text[end..])
    }

    fn begins_at(&self, place: LineColumn) -> bool {
        self.start == (place.line, place.column + 1)
    }
}

/// The text of a file with switches for its mutants, and the ranges of that text that belong to one alone.
pub struct Switched {
    pub text: String,
    pub branches: Vec<(Range<usize>, usize)>,
}

/// Puts the mutants of one file into its text. Those for which there is no way are no part of it.
pub fn switched(text: &str, mutants: &[&Mutant]) -> Switched {
    let lines = Lines::of(text);
    let mut sites = Sites { lines: &lines, mutants, edits: Vec::new() };
    sites.visit_file(&syn::parse_file(text).expect("a source file is Rust"));
    let mut edits = sites.edits;
    for mutant in mutants.iter().filter(|mutant| mutant.genre == "MatchArmGuard") {
        let range = lines.offset(mutant.start)..lines.offset(mutant.end);
        add(&mut edits, range.clone(), Form::Whole { range }, mutant.number, mutant.replacement.clone());
    }
    // Outer ones first, and what is only put in before what begins there.
    edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty(), std::cmp::Reverse(edit.range.end)));
    let mut drawing = Drawing { text, edits: &edits, branches: Vec::new() };
    let drawn = drawing.draw(0..text.len(), 0, 0);
    let mut branches = drawing.branches;
    branches.sort_by_key(|(range, _)| range.start);
    Switched { text: drawn, branches }
}

/// Something in the text that is replaced by a choice between it and its mutants.
struct Edit {
    range: Range<usize>,
    form: Form,
    mutants: Vec<(usize, String)>,
}

enum Form {
    /// The body of a function, before which a mutant returns.
    Body,
    /// An expression, for which a mutant has another one.
    Whole { range: Range<usize> },
    /// The operator in an expression.
    Operator { operator: Range<usize> },
    /// A pattern, to which a mutant adds that it never applies, and its guard if it has one.
    Arm { guard: Option<Range<usize>> },
    /// A field that the base of the expression has too.
    Field { name: String, value: Option<Range<usize>>, base: Range<usize> },
}

fn add(edits: &mut Vec<Edit>, range: Range<usize>, form: Form, number: usize, replacement: String) {
    let same = edits
        .iter_mut()
        .find(|edit| edit.range == range && std::mem::discriminant(&edit.form) == std::mem::discriminant(&form));
    match same {
        Some(edit) => edit.mutants.push((number, replacement)),
        None => edits.push(Edit { range, form, mutants: vec![(number, replacement)] }),
    }
}

struct Sites<'s> {
    lines: &'s Lines,
    mutants: &'s [&'s Mutant],
    edits: Vec<Edit>,
}

impl Sites<'_> {
    fn range(&self, span: Span) -> Range<usize> {
        let offset = |place: LineColumn| self.lines.offset((place.line, place.column + 1));
        offset(span.start())..offset(span.end())
    }

    fn add(&mut self, genre: &str, at: Span, range: &Range<usize>, form: impl Fn() -> Form) {
        for mutant in self.mutants.iter().filter(|mutant| mutant.genre == genre && mutant.begins_at(at.start())) {
            add(&mut self.edits, range.clone(), form(), mutant.number, mutant.replacement.clone());
        }
    }

    fn body(&mut self, block: &syn::Block, is_const: bool) {
        if let Some(first) = block.stmts.first().filter(|_| !is_const) {
            let start = self.range(first.span()).start;
            self.add("FnValue", first.span(), &(start..start), || Form::Body);
        }
    }
}

impl<'ast> Visit<'ast> for Sites<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.body(&item.block, item.sig.constness.is_some());
        if item.sig.constness.is_none() {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.body(&item.block, item.sig.constness.is_some());
        if item.sig.constness.is_none() {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.body(block, item.sig.constness.is_some());
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}

    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}

    fn visit_expr_binary(&mut self, expression: &'ast syn::ExprBinary) {
        // `let` is no expression that could stand in a branch.
        if !has_let(expression) {
            let (range, operator) = (self.range(expression.span()), self.range(expression.op.span()));
            self.add("BinaryOperator", expression.op.span(), &range, || Form::Operator { operator: operator.clone() });
        }
        visit::visit_expr_binary(self, expression);
    }

    fn visit_expr_unary(&mut self, expression: &'ast syn::ExprUnary) {
        let (range, operator) = (self.range(expression.span()), self.range(expression.op.span()));
        self.add("UnaryOperator", expression.op.span(), &range, || Form::Operator { operator: operator.clone() });
        visit::visit_expr_unary(self, expression);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let guard = arm.guard.as_ref().map(|(_, guard)| self.range(guard.span()));
        let begin = self.range(arm.pat.span());
        let end = guard.as_ref().map_or(begin.end, |guard| guard.end);
        self.add("MatchArm", arm.span(), &(begin.start..end), || Form::Arm { guard: guard.clone() });
        visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, expression: &'ast syn::ExprStruct) {
        if let Some(base) = &expression.rest {
            let base = self.range(base.span());
            for field in &expression.fields {
                let range = self.range(field.span());
                let value = field.colon_token.map(|_| self.range(field.expr.span()));
                let syn::Member::Named(name) = &field.member else { continue };
                self.add("StructField", field.span(), &range, || Form::Field {
                    name: name.to_string(),
                    value: value.clone(),
                    base: base.clone(),
                });
            }
        }
        visit::visit_expr_struct(self, expression);
    }
}

fn has_let(expression: &syn::ExprBinary) -> bool {
    let is_let = |side: &syn::Expr| match side {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(inner) => has_let(inner),
        _ => false,
    };
    is_let(&expression.left) || is_let(&expression.right)
}

struct Drawing<'d> {
    text: &'d str,
    edits: &'d [Edit],
    branches: Vec<(Range<usize>, usize)>,
}

impl Drawing<'_> {
    /// Draws a range with all edits in it from that one on; what is drawn will stand at an offset of the new text.
    fn draw(&mut self, range: Range<usize>, first: usize, base: usize) -> String {
        let mut drawn = String::new();
        let mut at = range.start;
        let mut next = first;
        while let Some(edit) = self.edits.get(next) {
            if edit.range.start >= range.end {
                break;
            }
            if edit.range.start >= at {
                drawn.push_str(&self.text[at..edit.range.start]);
                self.draw_edit(edit, next, base, &mut drawn);
                at = edit.range.end;
            }
            next += 1;
        }
        drawn.push_str(&self.text[at..range.end]);
        drawn
    }

    fn branch(&mut self, drawn: &mut String, base: usize, number: usize, branch: &str) {
        let start = base + drawn.len();
        drawn.push_str(branch);
        self.branches.push((start..base + drawn.len(), number));
    }

    fn draw_edit(&mut self, edit: &Edit, index: usize, base: usize, drawn: &mut String) {
        let (text, range) = (self.text, edit.range.clone());
        match &edit.form {
            Form::Body => {
                for (number, replacement) in &edit.mutants {
                    self.branch(
                        drawn,
                        base,
                        *number,
                        &format!("if crate::mutants::on({number}) {{ return {replacement}; }} "),
                    );
                }
            }
            Form::Whole { range: inner } => {
                drawn.push('(');
                for (number, replacement) in &edit.mutants {
                    self.branch(
                        drawn,
                        base,
                        *number,
                        &format!("if crate::mutants::on({number}) {{ {replacement} }} else "),
                    );
                }
                drawn.push_str("{ ");
                let inner = self.draw(inner.clone(), index + 1, base + drawn.len());
                drawn.push_str(&inner);
                drawn.push_str(" })");
            }
            Form::Operator { operator } => {
                drawn.push('(');
                for (number, replacement) in &edit.mutants {
                    let (left, right) = (&text[range.start..operator.start], &text[operator.end..range.end]);
                    let branch = format!("if crate::mutants::on({number}) {{ {left}{replacement}{right} }} else ");
                    self.branch(drawn, base, *number, &branch);
                }
                drawn.push_str("{ ");
                let inner = self.draw(range, index + 1, base + drawn.len());
                drawn.push_str(&inner);
                drawn.push_str(" })");
            }
            Form::Arm { guard } => {
                let pattern = match guard {
                    Some(guard) => &text[range.start..guard.start],
                    None => &text[range.clone()],
                };
                drawn.push_str(pattern);
                if guard.is_none() {
                    drawn.push_str(" if ");
                }
                for (number, _) in &edit.mutants {
                    self.branch(drawn, base, *number, &format!("!crate::mutants::on({number})"));
                }
                if let Some(guard) = guard {
                    drawn.push_str(" && (");
                    let inner = self.draw(guard.clone(), index + 1, base + drawn.len());
                    drawn.push_str(&inner);
                    drawn.push(')');
                }
            }
            Form::Field { name, value, base: rest } => {
                drawn.push_str(&format!("{name}: "));
                for (number, _) in &edit.mutants {
                    let branch =
                        format!("if crate::mutants::on({number}) {{ ({}).{name} }} else ", &text[rest.clone()]);
                    self.branch(drawn, base, *number, &branch);
                }
                drawn.push_str("{ ");
                match value {
                    Some(value) => {
                        let inner = self.draw(value.clone(), index + 1, base + drawn.len());
                        drawn.push_str(&inner);
                    }
                    None => drawn.push_str(name),
                }
                drawn.push_str(" }");
            }
        }
    }
}

/// Where the lines of a text begin, in bytes.
struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text: text.to_owned(), starts: [0].into_iter().chain(ends).collect() }
    }

    /// The byte at a line and a column in characters, both from 1.
    fn offset(&self, (line, column): (usize, usize)) -> usize {
        let start = self.starts[line - 1];
        let characters = self.text[start..].char_indices();
        characters.map(|(at, _)| start + at).nth(column - 1).unwrap_or(self.text.len())
    }
}
