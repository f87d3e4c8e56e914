#!/bin/sh
# Creates or updates the stacks of account @ACCOUNT@ (@PLACES@), in their order. Needs the AWS CLI with credentials
# of an administrator there. Run it again after a failure: stacks that are up to date are not changed.
set -eu
cd "$(dirname "$0")"
outputs=../outputs
mkdir -p "$outputs"

account=$(aws sts get-caller-identity --query Account --output text)
if [ "$account" != "@ACCOUNT@" ]; then
  echo "These are credentials of account $account, not of @ACCOUNT@." >&2
  exit 1
fi

# linked ROLE SERVICE: creates a service-linked role, without which a new account's first resource would fail.
linked() {
  aws iam get-role --role-name "$1" > /dev/null 2>&1 \
    || aws iam create-service-linked-role --aws-service-name "$2" > /dev/null || true
}

# fill FILE COPY: replaces @STACK.OUTPUT@ by the outputs of earlier stacks.
fill() {
  cp "$1" "$2"
  { grep -o '@[A-Za-z0-9-]*\.[A-Za-z0-9]*@' "$1" || true; } | tr -d @ | while IFS=. read -r stack key; do
    value=$(awk -F '\t' -v key="$key" '$1 == key { print $2 }' "$outputs/$stack.txt")
    if [ -z "$value" ]; then
      echo "$outputs/$stack.txt does not contain $key: deploy stack $stack first." >&2
      exit 1
    fi
    sed "s|@$stack\.$key@|$value|" "$2" > "$2.next"
    mv "$2.next" "$2"
  done
}

# follow REGION STACK-ID: waits until the operation on the stack has ended, and prints what failed.
follow() {
  while :; do
    status=$(aws cloudformation describe-stacks --region "$1" --stack-name "$2" \
      --query 'Stacks[0].StackStatus' --output text)
    case $status in
      *_IN_PROGRESS) sleep "${POLL:-5}" ;;
      CREATE_COMPLETE | UPDATE_COMPLETE) return ;;
      *)
        echo "$2: $status. Failed resources, the last one first:" >&2
        aws cloudformation describe-stack-events --region "$1" --stack-name "$2" --output text >&2 \
          --query "StackEvents[?ends_with(ResourceStatus, '_FAILED')].[LogicalResourceId,ResourceStatusReason]"
        exit 1
        ;;
    esac
  done
}

# own STACK FILE KEY THEIRS: fails if an existing stack is of another app or environment: names may collide, as those of
# app shop with environment api-test and of app shop-api with environment test.
own() {
  ours=$(tr -d '\n' < "$2" | grep -o "\"$3\"[^}]*" | sed 's/.*"\([^"]*\)" *$/\1/')
  if [ -n "$4" ] && [ "$4" != None ] && [ "$4" != "$ours" ]; then
    echo "$1 belongs to another app or environment: its $3 is $4, not $ours. Rename one of them." >&2
    exit 1
  fi
}

# tags FILE...: prints the option for the first of these files that exists.
tags() {
  for file in "$@"; do
    if [ -f "$file" ]; then
      echo "--tags file://$file"
      return
    fi
  done
}

# configure REGION CLUSTER SERVICE FILE: sets a service's deployment configuration, which starts no deployment.
configure() {
  aws ecs update-service --region "$1" --cluster "$2" --service "$3" \
    --deployment-configuration "file://$4.deployments.json" --query service.serviceArn --output text > /dev/null
  echo "$3: set how ECS deploys it"
}

# placeholder REGION REPOSITORY TAG SOURCE: fails if the placeholder image has not been copied: the tasks reach no
# public registry, and copying takes another tool than the AWS CLI.
placeholder() {
  found=$(aws ecr batch-get-image --region "$1" --repository-name "$2" --image-ids "imageTag=$3" \
    --query 'images[0].imageId.imageDigest' --output text)
  if [ "$found" = None ] || [ -z "$found" ]; then
    uri=$(aws ecr describe-repositories --region "$1" --repository-names "$2" \
      --query 'repositories[0].repositoryUri' --output text)
    echo "$2 lacks the image that the service runs until the first deployment. Copy it, and run this script again:" >&2
    echo "aws ecr get-login-password --region $1 | skopeo login --username AWS --password-stdin ${uri%%/*}" >&2
    echo "skopeo copy --all docker://$4 docker://$uri:$3" >&2
    exit 1
  fi
}

# deploy REGION STACK FILE
deploy() {
  fill "$3.parameters.json" "$outputs/$2.parameters.json"
  if stands=$(aws cloudformation describe-stacks --region "$1" --stack-name "$2" --output text --query \
    "Stacks[0].[StackId,Parameters[?ParameterKey=='AppName']|[0].ParameterValue,Parameters[?ParameterKey=='EnvName']|[0].ParameterValue]" \
    2> /dev/null); then
    id=$(echo "$stands" | cut -f 1)
    own "$2" "$outputs/$2.parameters.json" AppName "$(echo "$stands" | cut -f 2)"
    own "$2" "$outputs/$2.parameters.json" EnvName "$(echo "$stands" | cut -f 3)"
    if said=$(aws cloudformation update-stack --region "$1" --stack-name "$2" --template-body "file://$3.yaml" \
      --parameters "file://$outputs/$2.parameters.json" $(tags "$3.tags.json") --capabilities CAPABILITY_NAMED_IAM 2>&1); then
      echo "$2: updating"
      follow "$1" "$id"
    elif echo "$said" | grep -q 'No updates are to be performed'; then
      echo "$2: nothing to change"
    else
      echo "$said" >&2
      exit 1
    fi
  else
    echo "$2: creating"
    id=$(aws cloudformation create-stack --region "$1" --stack-name "$2" --template-body "file://$3.yaml" \
      --parameters "file://$outputs/$2.parameters.json" --capabilities CAPABILITY_NAMED_IAM \
      $(tags "$3.tags.json" "$3.first-tags.json") --on-failure DELETE --enable-termination-protection --query StackId --output text)
    follow "$1" "$id"
  fi
  if [ -f "$3.stack-policy.json" ]; then
    aws cloudformation set-stack-policy --region "$1" --stack-name "$2" \
      --stack-policy-body "file://$3.stack-policy.json"
  fi
  aws cloudformation describe-stacks --region "$1" --stack-name "$2" \
    --query 'Stacks[0].Outputs[].[OutputKey,OutputValue]' --output text > "$outputs/$2.txt"
}

