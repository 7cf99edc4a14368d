#!/usr/bin/env bash
# A model that cannot be kept to the letter is refused at the start, with file, line and field, and nothing
# is written; all that is wrong is told at once.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
good='purposes: [service]'

# refused NAME FIELD PART: a model whose only entity has this field, in line 7, is refused with PART.
refused() {
  rm -rf "$place/model"
  mkdir -p "$place/model/system"
  cp -r "$project/model/system/." "$place/model/system/"
  printf 'entity: thing\nplural: things\nlabel: {one: Thing, many: Things}\nsubject: none\ntitle: [name]\nfields:\n%s\n  name: {id: 1, type: text, category: none, %s}\n' \
    "$2" "$good" > "$place/model/thing.yaml"
  check "$1: start is refused" equal 2 "$(status "$program" --data "$place/data" --model "$place/model" serve --listen 127.0.0.1:0)"
  check "$1: file, line and field are named" contains "$(cat "$place/error")" "thing.yaml:${4:-7}: $3"
  check "$1: the cause is named" contains "$(cat "$place/error")" "${5-}"
  check "$1: nothing is written" test ! -e "$place/data/workspaces"
}

refused 'no category' "  x: {id: 2, type: text, $good}" thing.x 7 category
refused 'no purposes' '  x: {id: 2, type: text, category: none}' thing.x 7 purposes
refused 'an unknown category' "  x: {id: 2, type: text, category: user.shoe_size, $good}" thing.x 7 user.shoe_size
refused 'an unknown purpose' '  x: {id: 2, type: text, category: none, purposes: [curiosity]}' thing.x 7 curiosity
refused 'no id' "  x: {type: text, category: none, $good}" thing.x 7 id
refused 'an id that is taken' "  x: {id: 1, type: text, category: none, $good}" thing. 8 'id 1'
refused 'an id that is none' "  x: {id: many, type: text, category: none, $good}" thing.x 7 id
refused 'an unknown type' "  x: {id: 2, type: tekst, category: none, $good}" thing.x 7 tekst
refused 'no type' "  x: {id: 2, category: none, $good}" thing.x 7 type
refused 'a link to nothing' "  x: {id: 2, type: link, to: unicorn, on_erase: unlink, category: none, $good}" thing.x 7 unicorn
refused 'a link without a target' "  x: {id: 2, type: link, on_erase: unlink, category: none, $good}" thing.x 7 to
refused 'an unknown compute' "  x: {id: 2, type: number, compute: sales.fortune, category: none, $good}" thing.x 7 sales.fortune
refused 'an unknown key' "  x: {id: 2, type: text, colour: red, category: none, $good}" thing.x 7 colour
refused 'a name that is no name' "  'x; DROP TABLE': {id: 2, type: text, category: none, $good}" 'thing.x; DROP TABLE' 7
refused 'a field twice' "  name: {id: 2, type: text, category: none, $good}" 'entity: cannot be read: "name" stands here twice' 8

# broken NAME FILE SED PART: the product's model, changed in one place.
broken() {
  rm -rf "$place/model"
  cp -r "$project/model" "$place/model"
  sed -i "$3" "$place/model/$2"
  check "$1: start is refused" equal 2 "$(status "$program" --data "$place/data" --model "$place/model" serve --listen 127.0.0.1:0)"
  check "$1: place and cause are named" contains "$(cat "$place/error")" "$4"
}
broken 'an unknown hook' deal.yaml 's/^hooks: .*/hooks: [sales.unknown_hook]/' sales.unknown_hook
broken 'a link to people without on_erase' task.yaml 's/on_erase: [a-z]*, *//' on_erase
broken 'no YAML' note.yaml 's/^fields:/fields: [/' note.yaml
broken 'a title that is no field' note.yaml 's/^title: .*/title: [unicorn]/' unicorn
broken 'a layout of an unknown field' layouts/note.yaml 's/^list: \[/&unicorn, /' unicorn
broken 'an entity twice' note.yaml 's/^entity: .*/entity: task/' task
broken 'an empty file' note.yaml d note.yaml
check 'nothing is written by any of them' test ! -e "$place/data/workspaces"

# An id that belonged to another field is told only where there is data to compare with.
probity workspace create --name Acme > /dev/null
rm -rf "$place/model"
cp -r "$project/model" "$place/model"
sed -i 's/^  department: {id: 10, type: text/  shoe_size: {id: 10, type: number/' "$place/model/contact.yaml"
sed -i 's/department/shoe_size/' "$place/model/layouts/contact.yaml"
check 'a reused id is refused' equal 2 "$(status probity --model "$place/model" migrate)"
check 'with file, line and field' contains "$(cat "$place/error")" 'contact.yaml:21: contact.shoe_size: the id 10 belonged to the field "department"'
check 'the data is as it was' equal 0 "$(status probity doctor)"

mkdir "$place/policies"
sed 's/^categories:/categories: [/' "$project/policies/default.yaml" > "$place/policies/default.yaml"
check 'a policy that cannot be read is refused' equal 2 "$(status probity --policies "$place/policies" model check)"
check 'with its file' contains "$(cat "$place/error")" default.yaml
