package io.github.xacct.goal.configuration;

import java.util.regex.Pattern;

/**
 * A registry that holds the images of public.ecr.aws under the same names: a mirror of the company,
 * or ECR's pull-through cache, whose repositories are {@code PREFIX/UPSTREAM-REPOSITORY}. Source:
 * ECR user guide, "Creating a pull through cache rule".
 *
 * @param place host, with a port and a prefix if there are any
 */
record PublicMirror(String place) {
  private static final String PUBLIC = "public.ecr.aws/";
  private static final Pattern FORM =
      Pattern.compile("[a-zA-Z0-9][\\w.-]*(:\\d{1,5})?(/[a-z0-9]+([._/-][a-z0-9]+)*)?");

  PublicMirror {
    if (!FORM.matcher(place).matches() || !place.matches("localhost.*|[^/]*[.:].*")) {
      throw new IllegalArgumentException(
          "invalid value '"
              + place
              + "': expected HOST or HOST/PREFIX, such as"
              + " 111111111111.dkr.ecr.eu-central-1.amazonaws.com/ecr-public");
    }
  }

  /** The image where the mirror has it; one of another registry stays. */
  String of(String image) {
    return image.startsWith(PUBLIC) ? place + "/" + image.substring(PUBLIC.length()) : image;
  }
}
