package io.github.xacct.rehearsal;

/** One AWS service behind the embedded endpoint. */
interface Service {

  /** How a service speaks. */
  enum Protocol {
    /** {@code X-Amz-Target: prefix.Operation}, JSON in and out. */
    JSON_1_1,
    /** {@code Action=Operation} as a form, XML out. */
    QUERY
  }

  /** Name in the credential scope of the signature, such as {@code codedeploy}. */
  String signingName();

  /** How it speaks. */
  Protocol protocol();

  /** Of the XML that a service of the query protocol speaks. */
  default String xmlNamespace() {
    return "";
  }

  /**
   * Answers one call.
   *
   * @return the body: JSON text, or the whole XML document
   * @throws AwsError what AWS would answer
   * @throws UnsupportedOperationException if the operation is not rehearsed; told as 501
   */
  String answer(Call call);
}
