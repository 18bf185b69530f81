"""What a query costs at most, as Shopify's page on rate limits of the GraphQL Admin API says."""

from graphql import GraphQLSchema, get_named_type, is_composite_type, is_list_type
from graphql.language import (
    DocumentNode,
    FieldNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)
from graphql.type import GraphQLInterfaceType, GraphQLNamedType, GraphQLObjectType, is_non_null_type

MUTATION = 10


def cost_of(schema: GraphQLSchema, document: DocumentNode, variables: dict[str, object]) -> int:
    """Points of the first operation: 1 an object, 10 a mutation, and a list as many as it may show."""
    operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    root = schema.get_root_type(operation.operation)
    assert root is not None
    cost = _selected(schema, root, operation.selection_set, variables)
    return cost + (MUTATION if operation.operation.value == "mutation" else 0)


def _selected(
    schema: GraphQLSchema, kind: GraphQLNamedType, chosen: SelectionSetNode, variables: dict[str, object]
) -> int:
    cost = 0
    for each in chosen.selections:
        if isinstance(each, InlineFragmentNode) and each.type_condition is not None:
            inner = schema.get_type(each.type_condition.name.value)
            assert inner is not None
            cost += _selected(schema, inner, each.selection_set, variables)
        elif isinstance(each, FieldNode) and each.selection_set is not None:
            cost += _field(schema, kind, each, variables)
    return cost


def _field(schema: GraphQLSchema, kind: GraphQLNamedType, asked: FieldNode, variables: dict[str, object]) -> int:
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
    assert asked.selection_set is not None
    stated = kind.fields[asked.name.value].type
    inner = get_named_type(stated)
    if not is_composite_type(inner):
        return 0
    shown = _first(asked, variables)
    if inner.name.endswith("Connection") and isinstance(inner, GraphQLObjectType):
        nodes = [each for each in asked.selection_set.selections if isinstance(each, FieldNode)]
        return sum(_nodes(schema, inner, each, shown, variables) for each in nodes)
    bare = stated.of_type if is_non_null_type(stated) else stated
    many = shown if is_list_type(bare) else 1
    return many * (1 + _selected(schema, inner, asked.selection_set, variables))


def _nodes(
    schema: GraphQLSchema, connection: GraphQLObjectType, asked: FieldNode, shown: int, variables: dict[str, object]
) -> int:
    if asked.name.value != "nodes" or asked.selection_set is None:
        return 1
    node = get_named_type(connection.fields["nodes"].type)
    return shown * (1 + _selected(schema, node, asked.selection_set, variables))


def _first(asked: FieldNode, variables: dict[str, object]) -> int:
    for argument in asked.arguments or ():
        if argument.name.value == "first" and isinstance(argument.value, IntValueNode):
            return int(argument.value.value)
        if argument.name.value == "first" and isinstance(argument.value, VariableNode):
            given = variables.get(argument.value.name.value)
            return given if isinstance(given, int) else 1
    return 1
