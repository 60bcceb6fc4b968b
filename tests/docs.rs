// SPDX-License-Identifier: GPL-2.0-or-later
//! What the documentation refers to is there, and every message that a user meets is explained.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::places;

/// The most that a picture, and all of them together, may take, in bytes: they travel with every checkout.
const PICTURE: u64 = 150_000;
const PICTURES: u64 = 1_000_000;

/// README, CONTRIBUTING and everything in `docs`, as paths from the repository's folder.
fn pages() -> Result<Vec<PathBuf>> {
    let repository = places::repository()?;
    let mut pages = vec![PathBuf::from("README.md"), PathBuf::from("CONTRIBUTING.md")];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(repository.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                pages.push(path);
            }
        }
    }
    ensure!(pages.len() > 5, "the pages were not found");
    Ok(pages)
}

fn read(page: &Path) -> Result<String> {
    let path = places::repository()?.join(page);
    fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

/// A page without its blocks and spans of code, in which nothing is a link or a heading.
fn prose(text: &str) -> String {
    let blocks = text.split("```").step_by(2);
    let spans = |block: &str| block.split('`').step_by(2).collect::<Vec<_>>().join("");
    blocks.map(spans).collect()
}

/// Where the links and pictures of a page lead to: what stands behind `](`.
fn links(text: &str) -> Vec<String> {
    let ends = |rest: &str| rest.split(')').next().unwrap_or_default().to_owned();
    prose(text).split("](").skip(1).map(ends).collect()
}

/// What a link to each heading of a page ends with: small letters, hyphens for spaces, no other signs.
fn anchors(text: &str) -> BTreeSet<String> {
    let blocks = text.split("```").step_by(2);
    let headings = blocks.flat_map(str::lines).filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            let kept = |letter: &char| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter);
            heading.chars().filter(kept).collect::<String>().replace(' ', "-")
        })
        .collect()
}

#[test]
fn every_link_leads_somewhere() -> Result<()> {
    let mut broken = Vec::new();
    let mut followed = 0;
    for page in pages()? {
        let text = read(&page)?;
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link
                .split_once('#')
                .map_or((&*link, None), |(path, anchor)| (path, Some(anchor)));
            let target = match path {
                "" => page.clone(),
                path => page.parent().unwrap_or(Path::new("")).join(path),
            };
            let is_there = places::repository()?.join(&target).exists();
            let has_anchor = match anchor {
                Some(anchor) => is_there && anchors(&read(&target)?).contains(anchor),
                None => true,
            };
            if !is_there || !has_anchor {
                broken.push(format!("{}: {link}", page.display()));
            }
            followed += 1;
        }
    }
    ensure!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
    ensure!(followed > 10, "the links were not found");
    Ok(())
}

#[test]
fn every_picture_is_shown_and_small() -> Result<()> {
    let mut shown = BTreeSet::new();
    for page in pages()? {
        for link in links(&read(&page)?)
            .into_iter()
            .filter(|link| link.ends_with(".png"))
        {
            let path = places::repository()?.join(&page).with_file_name("").join(link);
            // Those that are not there are the other test's.
            shown.extend(path.canonicalize());
        }
    }
    let mut sum = 0;
    for entry in fs::read_dir(places::repository()?.join("docs/pictures"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "png") {
            let size = fs::metadata(&path)?.len();
            ensure!(size < PICTURE, "{} has {size} bytes", path.display());
            ensure!(
                shown.contains(&path.canonicalize()?),
                "no page shows {}",
                path.display()
            );
            sum += size;
        }
    }
    ensure!((1..PICTURES).contains(&sum), "the pictures have {sum} bytes");
    Ok(())
}

/// The texts that tell a user what happens, as the English locale file has them, gaps included.
fn messages() -> Result<BTreeSet<String>> {
    let locale = fs::read_to_string(places::repository()?.join("locale/en-US.ini"))?;
    let told = |line: &&str| line.starts_with("Reason.") || line.starts_with("Status.");
    let text = |line: &str| {
        let quoted = line.split_once('=')?.1.strip_prefix('"')?.strip_suffix('"')?;
        Some(quoted.replace("\\\"", "\""))
    };
    Ok(locale.lines().filter(told).filter_map(text).collect())
}

#[test]
fn every_message_is_explained_and_nothing_else_is() -> Result<()> {
    let page = read(Path::new("docs/troubleshooting.md"))?;
    let explained: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(message, _)| message.to_owned())
        .collect();
    let messages = messages()?;
    let missing: Vec<_> = messages.difference(&explained).collect();
    ensure!(missing.is_empty(), "not in docs/troubleshooting.md: {missing:#?}");
    let unknown: Vec<_> = explained.difference(&messages).collect();
    ensure!(unknown.is_empty(), "no message of this version: {unknown:#?}");
    Ok(())
}
