//! What the command says of the answers it is given: used once, in the names of either model, and never unheard.

use std::fs;

use crate::commands::Project;
use crate::support::databases::Engine;

fn client(fields: &str) -> String {
    format!("entity Client {{\n    numero  serial  identifier\n    nom  text(80)  required title\n{fields}}}\n")
}

fn project(model: &str) -> Project {
    let project = Project::new(Engine::Sqlite, model);
    project.done(&["build"]);
    project
}

fn answers(project: &Project, lines: &str) {
    fs::write(project.path().join("changes.mcd"), lines).unwrap();
}

#[test]
fn an_answer_serves_one_migration() {
    let fax = client("    fax  text(20)\n");
    let project = project(&fax);
    answers(&project, "drop field Client.fax\n");
    project.model(&client(""));
    project.done(&["migrate"]);
    project.model(&fax);
    let said = project.done(&["migrate"]);
    assert!(said.contains("M7008") && said.contains("served 0002_"), "{said}");
    // The same question again wants an answer again.
    project.model(&client(""));
    let said = project.refused(&["migrate"]);
    assert!(said.contains("M7004") && said.contains("served 0002_"), "{said}");
    assert_eq!(project.migrations().len(), 3);
    answers(&project, "drop field Client.fax\ndrop field Client.fax\n");
    project.done(&["migrate"]);
    // A line taken out once it has served is fresh when it comes back.
    answers(&project, "");
    project.model(&fax);
    project.done(&["migrate"]);
    project.model(&client(""));
    project.refused(&["migrate"]);
    answers(&project, "drop field Client.fax\n");
    project.done(&["migrate"]);
    // The command line answers anew each time.
    project.model(&fax);
    project.done(&["migrate"]);
    project.model(&client(""));
    project.refused(&["migrate"]);
    project.done(&["migrate", "--answer", "drop field Client.fax"]);
    assert_eq!(project.migrations().len(), 8);
}

#[test]
fn an_answer_that_does_not_serve_is_told_and_stays_fresh() {
    let project = project(&client("    fax  text(20)\n    x  text(20)\n"));
    answers(&project, "drop field Client.fax\ndrop field Client.zorg\nkeep Rien last by truc\nmap Client.x.a -> b\n");
    project.model(&client("    x  text(20)\n    y  text(3)\n"));
    for arguments in [vec!["migrate", "--plan"], vec!["migrate"]] {
        let said = project.done(&arguments);
        assert_eq!(said.matches("M7008").count(), 3, "{said}");
        for line in ["drop field Client.zorg", "keep Rien last by truc", "map Client.x.a -> b"] {
            assert!(said.contains(&format!("this answer serves nothing: {line}")), "{said}");
        }
    }
    // The migration notes what it used.
    let (_, script) = project.migrations().pop().unwrap();
    assert!(script.contains("-- answer: drop field Client.fax\n") && !script.contains("zorg"), "{script}");
}

#[test]
fn a_was_that_does_nothing_is_told() {
    let project = project(&client("    tel  text(20)\n"));
    let renamed = client("    fon  text(20) was tel\n");
    project.model(&renamed);
    project.done(&["migrate"]);
    for arguments in [vec!["migrate", "--plan"], vec!["migrate"]] {
        let said = project.done(&arguments);
        assert!(said.contains("M7001 fon: `was tel` has served already"), "{said}");
    }
    project.model(&renamed.replace("was tel", "was nexiste"));
    let said = project.done(&["migrate", "--plan"]);
    assert!(said.contains("M7001 fon: `was nexiste` does nothing"), "{said}");
    assert_eq!(project.migrations().len(), 2);
}

#[test]
fn keep_by_a_field_that_is_not_there_is_refused() {
    let model = "entity A {\n    a  serial  identifier\n}\nentity B {\n    b  serial  identifier\n}\nrelation L {\n    A 0,n\n    B 0,n\n    d  date\n}\n";
    let project = project(model);
    project.model(&model.replace("A 0,n", "A 0,1"));
    let said = project.refused(&["migrate", "--answer", "keep L last by depuis"]);
    assert!(
        said.contains("M7009") && said.contains("L had no field depuis") && said.contains("its fields were: d"),
        "{said}"
    );
    project.done(&["migrate", "--answer", "keep L last by d"]);
}

#[test]
fn a_change_says_from_what_to_what() {
    let model = client("    ville  text(20)  = \"Lyon\"\n    age  integer  min 1\n    rule age < 200 \"age\"\n");
    let project = project(&model);
    let after = model.replace("text(20)  = \"Lyon\"", "text(30)  = \"Paris\"").replace("min 1", "min 0");
    project.model(&after.replace("age < 200", "age < 150"));
    let said = project.done(&["migrate", "--plan"]);
    for words in ["text(20) → text(30)", "default \"Lyon\" → \"Paris\"", "minimum 1 → 0", "– age < 200 ; + age < 150"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}
