"""Deploys the files that the goal templates writes, of each folder in turn, as their deploy.sh does, on moto in this process;
or serves moto at a port.
"""
import json
import logging
import os
import sys
import warnings

import boto3
from moto import mock_aws
from moto.cloudformation import parsing

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
os.environ.update(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION="us-east-1")

plain_clean_json = parsing.clean_json


def clean_json(node, resources):
    """moto leaves a None where a list has !Ref AWS::NoValue; CloudFormation leaves nothing."""
    cleaned = plain_clean_json(node, resources)
    return [item for item in cleaned if item is not None] if isinstance(node, list) else cleaned


parsing.clean_json = clean_json


def clients(account, region):
    """Makes clients of the administrator of an account."""
    role = "arn:aws:iam::%s:role/administrator" % account
    keys = boto3.client("sts", region_name=region).assume_role(RoleArn=role, RoleSessionName="matrix")["Credentials"]
    return lambda service: boto3.client(
        service,
        region_name=region,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def existing(parameters, client):
    """Makes what the parameters say exists, and writes what it is called into them."""
    by_name = {p["ParameterKey"]: p for p in parameters}

    def replace(name, make):
        if by_name.get(name, {}).get("ParameterValue", ""):
            by_name[name]["ParameterValue"] = make()
        return by_name.get(name, {}).get("ParameterValue")

    ec2, elbv2 = client("ec2"), client("elbv2")
    if by_name.get("VpcId", {}).get("ParameterValue") == "vpc-0a1b2c3d":
        vpc = replace("VpcId", lambda: ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"])
        zones = ec2.describe_availability_zones()["AvailabilityZones"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.%d.0/24" % i, AvailabilityZone=zones[i]["ZoneName"])["Subnet"]["SubnetId"]
            for i in range(2)
        ]
        for name in ("PublicSubnetIds", "TaskSubnetIds"):
            replace(name, lambda: ",".join(subnets))
        if by_name["SharedListenerArn"]["ParameterValue"]:
            group = ec2.create_security_group(GroupName="apps", Description="apps", VpcId=vpc)["GroupId"]
            balancer = elbv2.create_load_balancer(Name="apps", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
            action = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
            replace("SharedSecurityGroupId", lambda: group)
            for name, port in (("SharedListenerArn", 80), ("SharedTestListenerArn", 8080)):
                made = elbv2.create_listener(LoadBalancerArn=balancer, Port=port, Protocol="HTTP", DefaultActions=action)
                replace(name, lambda: made["Listeners"][0]["ListenerArn"])
    replace("CertificateArn", lambda: client("acm").request_certificate(DomainName="shop.example.com")["CertificateArn"])
    if by_name.get("ExistingCluster", {}).get("ParameterValue") == "true":
        client("ecs").create_cluster(clusterName=by_name["ClusterName"]["ParameterValue"])


def deploy(folder):
    outputs = {}
    stacks = 0
    for entry in json.load(open(os.path.join(folder, "stacks.json"))):
        client = clients(entry["account"], entry["region"])
        cloudformation = client("cloudformation")
        parameters = json.load(open(os.path.join(folder, entry["parameters"])))
        for parameter in parameters:
            source = entry["parametersFromOutputs"].get(parameter["ParameterKey"])
            if source:
                parameter["ParameterValue"] = outputs[source["stack"]][source["output"]]
        name = entry["stack"]
        if name.endswith("-service"):
            existing(parameters, client)
        tags = json.load(open(os.path.join(folder, entry["tags"]))) if "tags" in entry else []
        cloudformation.create_stack(
            StackName=name,
            TemplateBody=open(os.path.join(folder, entry["template"])).read(),
            Parameters=parameters,
            Tags=tags,
            Capabilities=["CAPABILITY_NAMED_IAM"],
            OnFailure="DELETE",
            EnableTerminationProtection=True,
        )
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        if stack["StackStatus"] != "CREATE_COMPLETE":
            raise Exception("%s is %s" % (name, stack["StackStatus"]))
        if stack.get("Tags", []) != tags:
            raise Exception("%s has the tags %s" % (name, stack.get("Tags")))
        if "stackPolicy" in entry:
            policy = open(os.path.join(folder, entry["stackPolicy"])).read()
            cloudformation.set_stack_policy(StackName=name, StackPolicyBody=policy)
        outputs[name] = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
        stacks += 1
    return stacks


def serve(port):
    from moto.server import main

    main(["--host", "127.0.0.1", "--port", port])


def deploy_all(folders):
    failed = 0
    for folder in folders:
        with mock_aws():
            try:
                print("%s: %d stacks" % (os.path.basename(folder), deploy(folder)))
            except Exception as problem:
                failed += 1
                print("%s: FAILED %s: %s" % (os.path.basename(folder), type(problem).__name__, problem))
    sys.exit(1 if failed else 0)


if sys.argv[1] == "--serve":
    serve(sys.argv[2])
else:
    deploy_all(sys.argv[1:])
