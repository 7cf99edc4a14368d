#!/usr/bin/env bash
# One file in model/ makes a new entity everywhere: the very file that docs/new-entity.md tells people to
# write, on a workspace that is in use already. The program is the one that was built before.
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

make_workspace
start_server
driver=$(api POST contacts '{"first_name":"Bertha","last_name":"Benz"}' | json id)
check 'before, there are no vehicles' contains "$(api GET vehicles)" '"code":"unknown_entity"'
stop_server -TERM

cp -r "$project/model" "$place/model"
# shellcheck disable=SC2016 # a fence of Markdown
sed --quiet '/^```yaml$/,/^```$/p' "$project/docs/new-entity.md" | sed '/^```/d' > "$place/model/vehicle.yaml"
check 'the recipe has a file to write' grep '^entity: vehicle$' "$place/model/vehicle.yaml"
export PROBITY_MODEL=$place/model
check 'the model is sound with it' equal 0 "$(status probity model check)"

start_server
made=$(api POST vehicles '{"plate":"KA B 1888","driver":"'"$driver"'","bought":"1888-08-05"}')
vehicle=$(json id <<< "$made")
check 'a vehicle is made' contains "$made" '"display":"KA B 1888"'
check 'without its plate it is refused' contains "$(api POST vehicles '{}')" '"field":"plate"'
check 'and so is a driver that is none' contains "$(api POST vehicles '{"plate":"A 1","driver":"'"$vehicle"'"}')" '"field":"driver"'
check 'it is listed, filtered and sorted' contains \
  "$(api GET 'vehicles?sort=-plate&filter=%7B%22field%22:%22driver.last_name%22,%22op%22:%22eq%22,%22value%22:%22benz%22%7D')" "\"id\":\"$vehicle\""
check 'it is found' contains "$(api GET 'search?q=1888')" '"entity":"vehicle"'
check 'it stands on the timeline of its driver' contains "$(api GET "contacts/$driver/timeline")" "\"id\":\"$vehicle\""
check 'it can be changed' contains "$(api PATCH "vehicles/$vehicle" '{"plate":"MA B 1888"}')" '"version":2'
check 'its history tells' contains "$(api GET "vehicles/$vehicle/history")" '"from":"KA B 1888"'
check 'the change can be undone' contains "$(api POST "vehicles/$vehicle/undo")" '"operation":"update"'
check 'the app is told of it' contains "$(api GET meta)" '"plural":"vehicles"'
check 'the API describes it' contains "$(api GET openapi.json)" '"/api/v1/vehicles/{id}"'
check 'it goes to the bin and comes back' equal '204 200' \
  "$(api_status DELETE "vehicles/$vehicle") $(api_status POST "vehicles/$vehicle/restore")"
stop_server -TERM

printf 'Plate,Bought\nS T 1,1923-04-01\n' > "$place/vehicles.csv"
imported=$(probity import --workspace acme --entity vehicles --json "$place/vehicles.csv" 2> /dev/null)
check 'vehicles are imported' equal '1 0' "$(json created <<< "$imported") $(json failed <<< "$imported")"
probity export --workspace acme --entity vehicles "$place/out.csv" > /dev/null
check 'and exported' equal "KA B 1888,$driver,1888-08-05 S T 1,,1923-04-01" "$(tail -n +2 "$place/out.csv" | tr -d '\r' | xargs -d '\n')"
check 'the audit log holds' contains "$(probity audit verify --workspace acme --json)" '"ok":true'
