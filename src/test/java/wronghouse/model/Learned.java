package wronghouse.model;

import com.fasterxml.jackson.databind.JsonNode;

/** A value that needs a library. */
public record Learned(JsonNode json) {}
