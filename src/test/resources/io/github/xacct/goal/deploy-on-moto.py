"""Serves moto at a port of its own choice, or answers `aws` by forks, with commands that prepare moto and check what was deployed."""
import json
import logging
import os
import sys
import warnings

import boto3

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

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

def stacks(folder):
    """The stacks of a folder that the goal templates wrote, each with clients of its account."""
    for entry in json.load(open(os.path.join(folder, "stacks.json"))):
        yield entry, clients(entry["account"], entry["region"])


def prepare(folder):
    """Makes what exists before the stacks do."""
    for entry, client in stacks(folder):
        if entry["stack"].endswith("-service"):
            path = os.path.join(folder, entry["parameters"])
            parameters = json.load(open(path))
            existing(parameters, client)
            json.dump(parameters, open(path, "w"), indent=2)


def check(folder):
    """Whether all stacks stand as they shall; how many there are."""
    count = 0
    for entry, client in stacks(folder):
        stack = client("cloudformation").describe_stacks(StackName=entry["stack"])["Stacks"][0]
        if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE") or not stack["EnableTerminationProtection"]:
            raise Exception("%s is %s" % (entry["stack"], stack))
        tags = json.load(open(os.path.join(folder, entry["tags"]))) if "tags" in entry else []
        if stack.get("Tags", []) != tags:
            raise Exception("%s has the tags %s" % (entry["stack"], stack.get("Tags")))
        count += 1
    print("%d stacks" % count)


def written(folder, name, text):
    """A file that is whole when it is there."""
    path = os.path.join(folder, name)
    with open(path + ".new", "w") as file:
        file.write(text)
    os.rename(path + ".new", path)


def serve(folder):
    from moto.cloudformation import parsing
    from moto.elbv2 import models
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    plain_clean_json = parsing.clean_json

    def clean_json(node, resources):
        """moto leaves a None where a list has !Ref AWS::NoValue; CloudFormation leaves nothing."""
        cleaned = plain_clean_json(node, resources)
        return [item for item in cleaned if item is not None] if isinstance(node, list) else cleaned

    def balancer(cls, name, resource, account_id, region_name, **kwargs):
        """moto creates Application Load Balancers alone, whatever the type in the template."""
        properties = resource["Properties"]
        return models.elbv2_backends[account_id][region_name].create_load_balancer(
            name,
            properties.get("SecurityGroups"),
            properties.get("Subnets"),
            scheme=properties.get("Scheme", "internet-facing"),
            loadbalancer_type=properties.get("Type", "application"),
        )

    parsing.clean_json = clean_json
    models.FakeLoadBalancer.create_from_cloudformation_json = classmethod(balancer)
    # Of a listener's action it takes no ForwardConfig, which it does of a rule's.
    models.ELBv2Backend.convert_and_validate_properties = lambda self, listener: listener["DefaultActions"]
    app = DomainDispatcherApplication(create_backend_app)
    app.debug = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    os.environ["MOTO_PORT"] = str(server.port)
    written(folder, "port", str(server.port))
    server.serve_forever()


if sys.argv[1] == "--serve":
    serve(sys.argv[2])
else:
    import aws_by_forks

    aws_by_forks.answer(sys.argv[2], commands={"--prepare": prepare, "--check": check})
