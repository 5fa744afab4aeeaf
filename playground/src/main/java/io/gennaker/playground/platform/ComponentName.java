package io.gennaker.playground.platform;

import java.util.regex.Pattern;

/// What a component is and which copy of it: `orchestrator` is the first copy, `orchestrator-2` the second.
record ComponentName(String kind, int copy) {
    private static final Pattern PATTERN = Pattern.compile("([a-z]+)(?:-([0-9]{1,2}))?");

    ComponentName {
        if (copy < 1 || copy > PortTable.MOST_COPIES) {
            throw new IllegalArgumentException(
                    "copy of " + kind + ": found " + copy + ", allowed 1 to " + PortTable.MOST_COPIES);
        }
    }

    static ComponentName parse(String name) {
        var matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("name of a component: found '" + name
                    + "', allowed is a name as in `gennaker status`, for example orchestrator or orchestrator-2");
        }
        return new ComponentName(matcher.group(1), matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return copy == 1 ? kind : kind + "-" + copy;
    }
}
