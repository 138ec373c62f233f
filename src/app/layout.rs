//! Lays out Rust literals and expressions as rustfmt does with the `rustfmt.toml` of the generated application.
//!
//! Not a formatter: only for the few shapes that generated files hold. A test holds it against the real rustfmt.
//! Widths are in characters, as rustfmt counts them.

/// Greatest width of a line.
const MAX_WIDTH: usize = 160;
/// Greatest width of a call's arguments on one line, where there are several.
const CALL_WIDTH: usize = 90;
/// Greatest width of an array's items on one line.
const ARRAY_WIDTH: usize = 90;
/// Greatest width of a chain of method calls on one line.
const CHAIN_WIDTH: usize = 70;
/// Items of an array that are this short are packed, several a line.
const SHORT_ITEM: usize = 10;

/// A piece of Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Text as it is.
    Atom(String),
    /// `head(a, b)`
    Call(String, Vec<Node>),
    /// `base.name(a)?.name`: each link with its dot.
    Chain(Box<Node>, Vec<Link>),
    /// `&[a, b]`
    Array(Vec<Node>),
    /// `Name { field: value }`, in tables of data only
    Struct(String, Vec<(String, Node)>),
    /// `a >= b`
    Binary(Box<Node>, &'static str, Box<Node>),
    /// `|| a`
    Closure(Box<Node>),
    /// `call(a)?`
    Try(Box<Node>),
}

/// A link of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// `.name`
    pub(super) name: String,
    /// Its arguments; none for a field.
    pub(super) args: Option<Vec<Node>>,
    /// `?` after it.
    pub(super) question: bool,
}

impl Node {
    /// Text as it is.
    pub(super) fn atom(text: impl Into<String>) -> Node {
        Node::Atom(text.into())
    }

    /// A string literal.
    pub(super) fn string(text: &str) -> Node {
        Node::Atom(string_literal(text))
    }

    /// `&["a", "b"]`
    pub(super) fn strings<'a>(texts: impl IntoIterator<Item = &'a str>) -> Node {
        Node::Array(texts.into_iter().map(Node::string).collect())
    }

    /// This node with `.name(args)` after it.
    #[must_use]
    pub(super) fn method(self, name: &str, args: Vec<Node>) -> Node {
        self.link(Link { name: format!(".{name}"), args: Some(args), question: false })
    }

    /// This node with `.name(args)?` after it.
    #[must_use]
    pub(super) fn try_method(self, name: &str, args: Vec<Node>) -> Node {
        self.link(Link { name: format!(".{name}"), args: Some(args), question: true })
    }

    /// This node with `?` after it.
    #[must_use]
    pub(super) fn question(self) -> Node {
        match self {
            Node::Atom(text) => Node::Atom(format!("{text}?")),
            Node::Chain(base, mut links) => match links.last_mut() {
                Some(last) => {
                    last.question = true;
                    Node::Chain(base, links)
                }
                None => base.question(),
            },
            node => Node::Try(Box::new(node)),
        }
    }

    fn link(self, link: Link) -> Node {
        match self {
            Node::Chain(base, mut links) => {
                links.push(link);
                Node::Chain(base, links)
            }
            base => Node::Chain(Box::new(base), vec![link]),
        }
    }
}

/// A Rust string literal, on one line, in which nothing of `text` can be code.
pub(super) fn string_literal(text: &str) -> String {
    format!("{text:?}")
}

/// The node on one line, however long: for tables of data that rustfmt is told to leave alone.
pub(super) fn flat(node: &Node) -> String {
    let all = |nodes: &[Node]| nodes.iter().map(flat).collect::<Vec<_>>().join(", ");
    match node {
        Node::Atom(text) => text.clone(),
        Node::Call(head, args) => format!("{head}({})", all(args)),
        Node::Chain(base, links) => {
            let link = |link: &Link| {
                let args = link.args.as_ref().map(|args| format!("({})", all(args))).unwrap_or_default();
                format!("{}{args}{}", link.name, if link.question { "?" } else { "" })
            };
            format!("{}{}", flat(base), links.iter().map(link).collect::<String>())
        }
        Node::Array(items) => format!("&[{}]", all(items)),
        Node::Struct(name, fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}", flat(value))).collect();
            format!("{name} {{ {} }}", fields.join(", "))
        }
        Node::Binary(left, op, right) => format!("{} {op} {}", flat(left), flat(right)),
        Node::Closure(body) => format!("|| {}", flat(body)),
        Node::Try(inner) => format!("{}?", flat(inner)),
    }
}

/// The text of a node that starts `column` characters into a line indented by `indent`, with `after` characters to come behind it.
pub(super) fn render(node: &Node, indent: usize, column: usize, after: usize) -> String {
    if let Some(line) = one_line(node)
        && column + width(&line) + after <= MAX_WIDTH
    {
        return line;
    }
    match node {
        Node::Atom(text) => text.clone(),
        Node::Call(head, args) => broken_call(head, args, indent, column),
        Node::Chain(base, links) => broken_chain(base, links, indent, column),
        Node::Array(items) => broken_array(items, indent, column),
        Node::Struct(..) => flat(node),
        Node::Binary(left, op, right) => {
            let left = render(left, indent, column, 0);
            let deeper = indent + 4;
            let right = render(right, deeper, deeper + op.len() + 1, after);
            format!("{left}\n{}{op} {right}", pad(deeper))
        }
        Node::Try(inner) => format!("{}?", render(inner, indent, column, after + 1)),
        Node::Closure(body) => {
            let deeper = indent + 4;
            format!("|| {{\n{}{}\n{}}}", pad(deeper), render(body, deeper, deeper, 0), pad(indent))
        }
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn pad(indent: usize) -> String {
    " ".repeat(indent)
}

/// The node on one line, where its shape allows one at all.
fn one_line(node: &Node) -> Option<String> {
    match node {
        Node::Atom(text) => (!text.contains('\n')).then(|| text.clone()),
        Node::Call(head, args) => call_line(head, args),
        Node::Chain(base, links) => {
            let mut line = one_line(base)?;
            for link in links {
                line.push_str(&link_line(link)?);
            }
            // A single call isn't a chain, unless it is made on a path of fields.
            let alone = links.len() == 1 && !base_is_path(base);
            (alone || width(&line) <= CHAIN_WIDTH).then_some(line)
        }
        Node::Array(items) => {
            let items = lines(items)?;
            (width(&items) <= ARRAY_WIDTH).then(|| format!("&[{items}]"))
        }
        Node::Struct(..) => None,
        Node::Binary(left, op, right) => Some(format!("{} {op} {}", one_line(left)?, one_line(right)?)),
        Node::Closure(body) => Some(format!("|| {}", one_line(body)?)),
        Node::Try(inner) => Some(format!("{}?", one_line(inner)?)),
    }
}

fn base_is_path(base: &Node) -> bool {
    matches!(base, Node::Atom(text) if text.starts_with("self."))
}

fn lines(nodes: &[Node]) -> Option<String> {
    Some(nodes.iter().map(one_line).collect::<Option<Vec<_>>>()?.join(", "))
}

fn call_line(head: &str, args: &[Node]) -> Option<String> {
    let inside = lines(args)?;
    (args.len() == 1 || width(&inside) <= CALL_WIDTH).then(|| format!("{head}({inside})"))
}

fn link_line(link: &Link) -> Option<String> {
    let question = if link.question { "?" } else { "" };
    match &link.args {
        None => Some(format!("{}{question}", link.name)),
        Some(args) => Some(format!("{}{question}", call_line(&link.name, args)?)),
    }
}

fn vertical(open: &str, items: &[Node], close: &str, indent: usize) -> String {
    let deeper = indent + 4;
    let mut out = format!("{open}\n");
    for item in items {
        out.push_str(&format!("{}{},\n", pad(deeper), render(item, deeper, deeper, 1)));
    }
    out.push_str(&pad(indent));
    out.push_str(close);
    out
}

fn broken_call(head: &str, args: &[Node], indent: usize, column: usize) -> String {
    if let [only @ (Node::Call(..) | Node::Array(..) | Node::Closure(..))] = args {
        return format!("{head}({})", render(only, indent, column + width(head) + 1, 1));
    }
    vertical(&format!("{head}("), args, ")", indent)
}

fn broken_chain(base: &Node, links: &[Link], indent: usize, column: usize) -> String {
    let mut out = render(base, indent, column, 0);
    let mut links = links.iter().peekable();
    // `self.field` stays together: a root no wider than an indent takes the next link on its line.
    if width(&out) <= 4
        && let Some(first) = links.next_if(|link| link.args.is_none())
    {
        out.push_str(&link_line(first).unwrap_or_default());
    }
    let deeper = indent + 4;
    for link in links {
        let line = link_line(link).filter(|line| deeper + width(line) <= MAX_WIDTH);
        let question = if link.question { "?" } else { "" };
        let broken = || match &link.args {
            Some(args) => format!("{}{question}", broken_call(&link.name, args, deeper, deeper)),
            None => format!("{}{question}", link.name),
        };
        out.push_str(&format!("\n{}{}", pad(deeper), line.unwrap_or_else(broken)));
    }
    out
}

fn broken_array(items: &[Node], indent: usize, column: usize) -> String {
    if let [only @ (Node::Chain(..) | Node::Call(..))] = items {
        return format!("&[{}]", render(only, indent, column + 2, 1));
    }
    let short = lines(items).is_some() && items.iter().filter_map(one_line).all(|line| width(&line) <= SHORT_ITEM);
    if short { packed(items, indent) } else { vertical("&[", items, "]", indent) }
}

/// Short items, as many a line as fit.
fn packed(items: &[Node], indent: usize) -> String {
    let deeper = indent + 4;
    let mut out = "&[".to_owned();
    let mut line = String::new();
    for item in items.iter().filter_map(one_line) {
        if !line.is_empty() && deeper + width(&line) + 1 + width(&item) + 1 > MAX_WIDTH {
            out.push_str(&format!("\n{}{line}", pad(deeper)));
            line.clear();
        }
        let gap = if line.is_empty() { "" } else { " " };
        line.push_str(&format!("{gap}{item},"));
    }
    format!("{out}\n{}{line}\n{}]", pad(deeper), pad(indent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> Node {
        Node::atom(format!("self.{name}"))
    }

    fn call(head: &str, args: Vec<Node>) -> Node {
        Node::Call(head.into(), args)
    }

    fn compare(left: Node, right: Node) -> Node {
        Node::Binary(Box::new(left), ">=", Box::new(right))
    }

    fn samples() -> Vec<Node> {
        let long = "x".repeat(63);
        let known = |node: Node| call("known", vec![Node::Closure(Box::new(call("Some", vec![node])))]);
        let short: Vec<String> = (0..60).map(|n| format!("f{n}")).collect();
        vec![
            call("Some", vec![compare(field("a?"), field("b?"))]),
            call("Some", vec![compare(field(&format!("{long}?")), field(&format!("{long}?")))]),
            call(
                "or",
                vec![
                    known(compare(field("a?"), field("b?"))),
                    call("Some", vec![field("c").method("is_some", vec![])]),
                ],
            ),
            call(
                "or",
                vec![
                    known(compare(field(&format!("{long}?")), field("b?"))),
                    call("Some", vec![field(&long).method("is_some", vec![])]),
                ],
            ),
            call("Some", vec![compare(field("a?").try_method("checked_mul", vec![field("b?")]), field("c?"))]),
            call("among", vec![field("a?"), Node::strings(["a", "b"])]),
            call("among", vec![field("a?"), Node::strings(short.iter().map(String::as_str))]),
        ]
    }

    #[test]
    fn layout_is_that_of_rustfmt() {
        for (n, node) in samples().iter().enumerate() {
            let text = format!("fn f(&self) -> Option<bool> {{\n    {}\n}}\n", render(node, 4, 4, 0));
            assert_eq!(rustfmt(&text), text, "sample {n}");
        }
    }

    fn rustfmt(text: &str) -> String {
        use std::io::Write as _;
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut child = std::process::Command::new("rustfmt")
            .args(["--edition", "2024", "--config-path", config])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("rustfmt is installed");
        child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("rustfmt reads");
        String::from_utf8(child.wait_with_output().expect("rustfmt ends").stdout).expect("UTF-8")
    }
}
