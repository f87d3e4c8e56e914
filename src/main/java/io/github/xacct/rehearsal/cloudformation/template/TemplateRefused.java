package io.github.xacct.rehearsal.cloudformation.template;

/** CloudFormation's refusal of a template or a parameter: the message of a ValidationError. */
public final class TemplateRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TemplateRefused(String message) {
    super(message, null, false, false);
  }

  static TemplateRefused format(String detail) {
    return new TemplateRefused("Template format error: " + detail);
  }

  static TemplateRefused error(String detail) {
    return new TemplateRefused("Template error: " + detail);
  }
}
