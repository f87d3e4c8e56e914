package io.github.xacct.goal.configuration;

import java.util.regex.Pattern;

/**
 * A registry with the images of public.ecr.aws under the same names: a company's mirror, or an ECR
 * pull-through cache, whose repositories are {@code PREFIX/UPSTREAM-REPOSITORY}. Source: ECR user
 * guide, "Creating a pull through cache rule".
 *
 * @param place host, with an optional port and prefix
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

  /** Returns the image's name in the mirror; an image of another registry is unchanged. */
  String of(String image) {
    return image.startsWith(PUBLIC) ? place + "/" + image.substring(PUBLIC.length()) : image;
  }
}
