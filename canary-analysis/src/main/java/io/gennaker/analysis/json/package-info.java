/// Any store that answers in JSON over HTTP. Start reading at [io.gennaker.analysis.json.JsonSource].
@NullMarked
package io.gennaker.analysis.json;

import org.jspecify.annotations.NullMarked;
