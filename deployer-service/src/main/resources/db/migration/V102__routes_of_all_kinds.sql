-- A route is what its JSON says: kinds of routers differ in what tells their routes apart.
alter table intended_weights add column route jsonb, add column shift jsonb, add column gives_away boolean,
    add column release_pods integer not null default 0;
update intended_weights set route = jsonb_build_object('type', 'IstioSubsets', 'host', host, 'destinationRule',
    destination_rule, 'routes', jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('type', 'Http',
    'virtualService', virtual_service, 'name', nullif(http_route, '')))));
update intended_weights set gives_away = release < 100, shift = jsonb_build_object('type', 'ShiftTraffic',
    'cluster', jsonb_build_object('name', cluster, 'context', context), 'namespace', namespace, 'route', route,
    'workload', coalesce(workload, host), 'split', jsonb_build_object('release', release, 'baseline', baseline,
    'canary', canary), 'steering', jsonb_build_object('detours', jsonb_build_array()), 'wayBack', 'Bounded');
alter table intended_weights drop constraint intended_weights_pkey, alter column route set not null,
    alter column shift set not null, alter column gives_away set not null, drop column virtual_service,
    drop column http_route, drop column host, drop column cluster, drop column destination_rule, drop column workload;
alter table intended_weights add primary key (context, namespace, route);
