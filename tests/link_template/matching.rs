//! Reading links back: places, order, what is outside of the class and why.

use linkc::link_template::{Kind, LinkTemplate, Match, Mismatch, OwnedValue, Value};

const H5PAGE: &str = "cloudlink://welinksoftclient/h5page{?page,server_url,conf_id,name}";

fn read_as(template: &str, kind: impl Fn(&str) -> Kind, url: &str) -> Result<(LinkTemplate, Match), Mismatch> {
    let template = LinkTemplate::parse(template).expect("a link template");
    let found = template.matcher(kind).expect("of the class").read(url)?;
    Ok((template, found))
}

/// The values as lines, with what stands in the link.
fn values(template: &str, kind: impl Fn(&str) -> Kind, url: &str) -> String {
    let (template, found) = match read_as(template, kind, url) {
        Ok(found) => found,
        Err(error) => return format!("{error} at {}", error.at),
    };
    let mut lines = Vec::new();
    for matched in &found.values {
        let name = &template.variables()[matched.variable];
        let value = match &matched.value {
            OwnedValue::Text(text) => format!("{text:?}"),
            OwnedValue::List(items) => format!("{items:?}"),
            OwnedValue::Map(pairs) => format!("{pairs:?}"),
        };
        let mut line = format!("{name}={value} <{}>", &url[matched.range.clone()]);
        if matched.repeated {
            line += " repeated";
        }
        lines.push(line);
    }
    for pair in &found.unknown {
        let value = pair.value.as_ref().map(|(value, range)| format!("={value:?} <{}>", &url[range.clone()]));
        lines.push(format!("unknown {}{}", pair.name, value.unwrap_or_default()));
    }
    lines.extend(found.fragment.map(|range| format!("fragment <{}>", &url[range])));
    lines.join("; ")
}

fn texts(template: &str, url: &str) -> String {
    values(template, |_| Kind::Text, url)
}

#[test]
fn a_link_is_read_in_its_own_order_with_its_places() {
    let url = "cloudlink://welinksoftclient/h5page?name=%E5%BC%A0+1&from=mail&page=launch&flag&&conf_id=#top";
    assert_eq!(
        texts(H5PAGE, url),
        r#"name="张+1" <%E5%BC%A0+1>; page="launch" <launch>; conf_id="" <>; unknown from="mail" <mail>; unknown flag; fragment <#top>"#
    );
    let (_, found) = read_as(H5PAGE, |_| Kind::Text, url).unwrap();
    assert_eq!(&url[found.values[0].name_range.clone().unwrap()], "name");
    assert_eq!(&url[found.unknown[1].name_range.clone()], "flag");
}

#[test]
fn a_name_given_twice_is_there_twice() {
    let url = "cloudlink://welinksoftclient/h5page?page=a&page=b";
    assert_eq!(texts(H5PAGE, url), r#"page="a" <a>; page="b" <b> repeated"#);
}

#[test]
fn raw_and_malformed_values_are_taken_as_typed() {
    assert_eq!(
        texts("x:y{?a,b}", "x:y?a=https://z/?q=张 三&b=%zz%FF"),
        "a=\"https://z/?q=张 三\" <https://z/?q=张 三>; b=\"%zz\u{FFFD}\" <%zz%FF>"
    );
}

#[test]
fn names_are_compared_decoded() {
    assert_eq!(texts("x:y{?a_b,%E5%BC%A0}", "x:y?a%5Fb=1&张=2"), r#"a_b="1" <1>; %E5%BC%A0="2" <2>"#);
}

#[test]
fn a_mismatch_says_up_to_where_it_fits() {
    assert_eq!(
        texts(H5PAGE, "cloudlink://welinksoft/h5page?page=x"),
        "expected `client/h5page{?`".replace("{?", "") + " at 22"
    );
    assert_eq!(texts(H5PAGE, "cloudlink://welinksoftclient/h5page/x"), "expected the end of the path at 35");
    assert_eq!(texts(H5PAGE, "Cloudlink://welinksoftclient/h5page"), format!("expected `{}` at 0", &H5PAGE[..35]));
    assert_eq!(texts("x:caf%c3%a9", "x:cafè"), "expected `%a9` at 5");
    assert_eq!(texts("x:y?a=1{&b}", "x:y?b=2"), "expected `a=1` at 7");
    assert_eq!(texts("x:y?a=1{&b}", "x:y?a=2"), "expected `1` at 6");
    assert_eq!(texts("x:y?flag", "x:y?flag=1"), "expected the end of the pair at 9");
    assert_eq!(texts("x:y#z{a}", "x:y"), "expected `#` at 3");
}

#[test]
fn triplets_are_equal_in_either_case_and_to_what_they_stand_for() {
    for url in ["x:caf%c3%a9", "x:caf%C3%A9", "x:café", "x:caf%C3%a9"] {
        assert_eq!(texts("x:café", url), "", "{url}");
        assert_eq!(texts("x:caf%c3%A9", url), "", "{url}");
    }
}

#[test]
fn paths_are_read() {
    assert_eq!(texts("https://{host}:{port}/j/{id}.html", "https://h.x:80/j/1.html.html"), {
        r#"host="h.x" <h.x>; port="80" <80>; id="1.html" <1.html>"#
    });
    assert_eq!(texts("geo:{lat},{lon}{?q}", "geo:-1.5,2?q=x"), r#"lat="-1.5" <-1.5>; lon="2" <2>; q="x" <x>"#);
    assert_eq!(texts("x:a{/b,c}", "x:a/1"), r#"b="1" <1>"#);
    assert_eq!(texts("x:a{/b}{/c}", "x:a/1/"), r#"b="1" <1>; c="" <>"#);
    assert_eq!(texts("x:a{/b,c}", "x:a/1/2/3"), "expected no further value at 7");
    assert_eq!(texts("x:a{/b}", "x:ab"), "expected `/` or what follows it at 3");
    assert_eq!(texts("x:{/a}/b", "x:/b/b"), r#"a="b" <b>"#);
    assert_eq!(texts("x:{/a}/b", "x:/b"), "");
    assert_eq!(texts("x:a{;b,c}/d", "x:a;c=1;b/d"), r#"c="1" <1>; b="" <>"#);
    assert_eq!(texts("x:a{;b}", "x:a;z=1"), "expected a name of the template at 4");
    assert_eq!(texts("x:www{.d}/y", "x:www.a.b/y"), r#"d="a.b" <a.b>"#);
    assert_eq!(texts("x:{a,b}", "x:1,2"), r#"a="1" <1>; b="2" <2>"#);
    assert_eq!(texts("x:{a}", "x:1,2"), r#"a="1,2" <1,2>"#);
    assert_eq!(texts("x:/{+rest}", "x:/a/b?c#d%2F%20"), r#"rest="a/b?c#d%2F " <a/b?c#d%2F%20>"#);
    assert_eq!(texts("x:/{+rest}/edit", "x:/a/edit/edit"), r#"rest="a/edit" <a/edit>"#);
}

#[test]
fn lists_and_maps_are_read_as_their_kind_says() {
    let list = |_: &str| Kind::List;
    let map = |_: &str| Kind::Map;
    let any = |_: &str| Kind::Any;
    assert_eq!(values("x:{a}", list, "x:1,%2C"), r#"a=["1", ","] <1,%2C>"#);
    assert_eq!(values("x:{a*}/y", list, "x:1,2/y"), r#"a=["1", "2"] <1,2>"#);
    assert_eq!(values("x:y{/a*}", list, "x:y/1//2"), r#"a=["1", "", "2"] <1//2>"#);
    assert_eq!(values("x:y{?a*}", list, "x:y?a=1&z=0&a=2"), r#"a=["1", "2"] <1&z=0&a=2>; unknown z="0" <0>"#);
    assert_eq!(values("x:y{?a}", map, "x:y?a=k,v,l,w"), r#"a=[("k", "v"), ("l", "w")] <k,v,l,w>"#);
    assert_eq!(values("x:y{?a}", map, "x:y?a=k,v,l"), "expected `,` and the value of `l` at 11");
    assert_eq!(values("x:y{;a*}", map, "x:y;k=v;l"), r#"a=[("k", "v"), ("l", "")] <k=v;l>"#);
    assert_eq!(values("x:y{/a*}", map, "x:y/k=v/l=w"), r#"a=[("k", "v"), ("l", "w")] <k=v/l=w>"#);
    assert_eq!(values("x:y{?a}", any, "x:y?a=1,2"), r#"a=["1", "2"] <1,2>"#);
    assert_eq!(values("x:y{?a}", any, "x:y?a=1%2C2"), r#"a="1,2" <1%2C2>"#);
    assert_eq!(values("x:{+a}", any, "x:1,2"), r#"a="1,2" <1,2>"#);
    let mixed = |name: &str| if name == "m" { Kind::Map } else { Kind::Text };
    assert_eq!(values("x:y{?a,m*}", mixed, "x:y?k=v&a=1&l"), r#"m=[("k", "v"), ("l", "")] <k=v&a=1&l>; a="1" <1>"#);
}

#[test]
fn fragments_may_have_paths_and_queries() {
    let template = "https://b.example/#/j/{id}{?pwd}";
    assert_eq!(texts(template, "https://b.example/#/j/1?x=2&pwd=3"), r#"id="1" <1>; pwd="3" <3>; unknown x="2" <2>"#);
    assert_eq!(texts("x:y{?a}{#b}", "x:y?a=1#2#/?&"), r#"a="1" <1>; b="2#/?&" <2#/?&>"#);
    assert_eq!(texts("x:y{#b}", "x:y"), "");
    assert_eq!(texts("x:y{#b}", "x:y#"), r#"b="" <>"#);
}

#[test]
fn literal_pairs_may_hold_values() {
    assert_eq!(
        texts("zoom://join?no={no}&at={lat},{lon}{&pwd}", "zoom://join?pwd=p&at=1,2&no=7"),
        r#"pwd="p" <p>; lat="1" <1>; lon="2" <2>; no="7" <7>"#
    );
}

#[test]
fn a_variable_at_two_places_has_one_value() {
    let template = "x:{id}?ref={id}";
    assert_eq!(texts(template, "x:%31?ref=1"), r#"id="1" <%31>; id="1" <1>"#);
    assert_eq!(texts(template, "x:1?ref=2"), "expected `1`, as before at 8");
}

#[test]
fn templates_outside_of_the_class_are_refused_with_a_reason() {
    let kind = |name: &str| match name {
        "l" | "l2" => Kind::List,
        "m" | "m2" => Kind::Map,
        "any" => Kind::Any,
        _ => Kind::Text,
    };
    let cases = [
        "x:{a}{b}",
        "x:{a}-{b}",
        "x:{a}{.b}",
        "x:{l},{b}",
        "x:{any},{b}",
        "x:{l,b}",
        "x:{a}b{/c}d",
        "x:{a}{/c}d",
        "x:{/a}/{b}",
        "x:{/l*,b}",
        "x:{.a,b}",
        "x:{.l*}",
        "x:{+a}/b{?c}",
        "x:{+a}{?c}",
        "x:{+a,b}",
        "x:{+l}",
        "x:y?u={+a}",
        "x:{#a}b",
        "x:#b{#a}",
        "x:{#l}",
        "x:y{?a}{?b}",
        "x:y?b=1{?a}",
        "x:y{&a}",
        "x:y{?a}b",
        "x:y{?a}{b}",
        "x:y?{a}=1",
        "x:y{?a,a}",
        "x:y?a=1{&a}",
        "x:y?a=1&a=2",
        "x:y{?m*,m2*}",
        "x:y{?a:3}",
        "x:y{?any*}",
    ];
    let shown: Vec<_> = cases
        .into_iter()
        .map(|text| {
            let error = LinkTemplate::parse(text).unwrap().matcher(kind).unwrap_err();
            let carets = "^".repeat(error.range.len().max(1));
            format!("{text}\n{}{carets}\n{error}", " ".repeat(error.range.start))
        })
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(".");
    settings.set_snapshot_suffix("");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("ambiguous", shown.join("\n\n")));
}

#[test]
fn a_failed_expansion_leaves_the_buffer_alone() {
    let template = LinkTemplate::parse("x:y{?a,b:3}").unwrap();
    let mut link = String::from("before ");
    let value = |name: &str| Some(if name == "a" { Value::Text("1") } else { Value::List(&["2"]) });
    let error = template.expand_named(value, &mut link).unwrap_err();
    assert_eq!(error.to_string(), "`b` is a list, which has no first characters to take");
    assert_eq!(link, "before ");
}
