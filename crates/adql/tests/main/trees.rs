//! Random syntax trees of queries that the grammar can say.

use adql::syntax::{
    Aggregate, ArrayFunction, Body, Bound, Case, CastType, Chain, ColumnName, CommonTable, Comparison,
    ElementName, Expr, ExprKind, Frame, Function, Identifier, Join, JoinCondition, JoinKind, ProductOperator,
    Query, Select, SelectItem, SetChain, SetOperator, SetStep, SortItem, Span, SumOperator, TableName,
    TablePrimary, TableRef, Window, WindowFunction,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn expr(kind: ExprKind) -> Expr {
    Expr::new(kind, Span::default())
}

fn identifier() -> impl Strategy<Value = Identifier> {
    prop_oneof![
        3 => "[a-z][a-z0-9_]{0,6}"
            .prop_filter("names must not be reserved", |name| !catalogue::is_reserved(name))
            .prop_filter("words that are refused by name", |name| {
                !["limit", "over", "nulls", "array_element", "array_length"].contains(&name.as_str())
            })
            .prop_map(Identifier::regular),
        1 => "[ -~é]{1,6}".prop_map(Identifier::delimited),
    ]
}

fn table_name() -> impl Strategy<Value = TableName> {
    (option::of(identifier()), identifier()).prop_map(|(schema, table)| TableName {
        catalog: None,
        schema,
        table,
    })
}

fn literal() -> impl Strategy<Value = Expr> {
    prop_oneof![
        Just(ExprKind::Null),
        (0..=i64::MAX).prop_map(ExprKind::Integer),
        (0.0..1e300f64).prop_map(ExprKind::Double),
        "[ -~\u{e9}\n]{0,8}".prop_map(ExprKind::String),
        any::<bool>().prop_map(ExprKind::Boolean),
    ]
    .prop_map(expr)
}

fn column() -> impl Strategy<Value = Expr> {
    (option::of(table_name()), identifier())
        .prop_map(|(qualifier, name)| expr(ExprKind::Column(Box::new(ColumnName { qualifier, name }))))
}

fn element_name() -> impl Strategy<Value = Expr> {
    (identifier(), identifier()).prop_map(|(enumeration, element)| {
        expr(ExprKind::EnumerationElement(Box::new(ElementName { enumeration, element })))
    })
}

/// A value; the function's generator is bounded in depth and width.
pub fn value() -> BoxedStrategy<Expr> {
    let leaf = prop_oneof![4 => literal(), 4 => column(), 1 => element_name()];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            chain(inner.clone(), sum_operator()).prop_map(|chain| expr(ExprKind::Sum(Box::new(chain)))),
            chain(inner.clone(), product_operator())
                .prop_map(|chain| expr(ExprKind::Product(Box::new(chain)))),
            vec(inner.clone(), 2..4).prop_map(|parts| expr(ExprKind::Concat(parts))),
            (any::<bool>(), inner.clone()).prop_map(|(negative, operand)| expr(ExprKind::Sign {
                negative,
                operand: Box::new(operand)
            })),
            (inner.clone(), vec(inner.clone(), 1..3))
                .prop_map(|(array, indexes)| expr(ExprKind::Element { array: Box::new(array), indexes })),
            call(inner.clone()),
            case(inner.clone()).prop_map(|case| expr(ExprKind::Case(Box::new(case)))),
            window(inner.clone()).prop_map(|window| expr(ExprKind::Window(Box::new(window)))),
            array_call(inner.clone()),
            (identifier(), vec(inner.clone(), 0..3))
                .prop_map(|(name, arguments)| expr(ExprKind::UserFunction { name, arguments })),
            (aggregate(), any::<bool>(), inner.clone()).prop_map(|(function, distinct, argument)| {
                expr(ExprKind::Aggregate { function, distinct, argument: Some(Box::new(argument)) })
            }),
            (inner, cast_type())
                .prop_map(|(operand, target)| expr(ExprKind::Cast { operand: Box::new(operand), target })),
        ]
    })
    .boxed()
}

fn case(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Case> {
    let test = (inner.clone(), any::<bool>())
        .prop_map(|(operand, negated)| expr(ExprKind::IsNull { operand: Box::new(operand), negated }));
    let searched = (vec((test, inner.clone()), 1..3), option::of(inner.clone()))
        .prop_map(|(branches, otherwise)| Case { operand: None, branches, otherwise });
    let simple = (inner.clone(), vec((inner.clone(), inner.clone()), 1..3), option::of(inner))
        .prop_map(|(operand, branches, otherwise)| Case { operand: Some(operand), branches, otherwise });
    prop_oneof![searched, simple]
}

fn window(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Window> {
    let functions = [
        (WindowFunction::RowNumber, 0),
        (WindowFunction::CumeDist, 0),
        (WindowFunction::Ntile, 1),
        (WindowFunction::Lag, 3),
        (WindowFunction::FirstValue, 1),
        (WindowFunction::Aggregate(Aggregate::Count), 0),
        (WindowFunction::Aggregate(Aggregate::Sum), 1),
    ];
    let frames = prop::sample::select(vec![
        None,
        Some(Frame { start: Bound::Start, end: Bound::Current }),
        Some(Frame { start: Bound::Preceding(2), end: Bound::Following(3) }),
        Some(Frame { start: Bound::Current, end: Bound::End }),
    ]);
    let item = (inner.clone(), any::<bool>()).prop_map(|(value, descending)| SortItem { value, descending });
    let parts = (vec(inner.clone(), 3), vec(inner, 0..2), vec(item, 0..2), frames);
    (prop::sample::select(functions.to_vec()), parts).prop_map(
        |((function, count), (mut arguments, partition_by, order_by, frame))| {
            arguments.truncate(count);
            Window { function, arguments, partition_by, order_by, frame }
        },
    )
}

fn array_call(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Expr> {
    vec(inner, 1..4).prop_map(|arguments| {
        let function = if arguments.len() == 1 { ArrayFunction::Length } else { ArrayFunction::Element };
        expr(ExprKind::ArrayCall { function, arguments })
    })
}

/// A condition.
pub fn condition() -> BoxedStrategy<Expr> {
    let leaf = prop_oneof![
        (comparison(), value(), value()).prop_map(|(operator, left, right)| ExprKind::Compare {
            operator,
            operands: Box::new([left, right])
        }),
        (value(), value(), value(), any::<bool>())
            .prop_map(|(a, b, c, negated)| ExprKind::Between { operands: Box::new([a, b, c]), negated }),
        (value(), vec(value(), 1..3), any::<bool>()).prop_map(|(operand, list, negated)| {
            ExprKind::InList { operand: Box::new(operand), list, negated }
        }),
        (value(), value(), any::<bool>(), any::<bool>()).prop_map(|(left, right, negated, any_case)| {
            ExprKind::Like { operands: Box::new([left, right]), negated, any_case }
        }),
        (value(), any::<bool>())
            .prop_map(|(operand, negated)| ExprKind::IsNull { operand: Box::new(operand), negated }),
        column().prop_map(|column| column.kind),
        any::<bool>().prop_map(ExprKind::Boolean),
    ]
    .prop_map(expr);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(ExprKind::And),
            vec(inner.clone(), 2..4).prop_map(ExprKind::Or),
            inner.prop_map(|operand| ExprKind::Not(Box::new(operand))),
        ]
        .prop_map(expr)
    })
    .boxed()
}

/// A whole query, with subqueries in FROM and in conditions.
pub fn query() -> impl Strategy<Value = Query> {
    let common = (identifier(), nested_query()).prop_map(|(name, query)| CommonTable { name, query });
    (vec(common, 0..2), nested_query()).prop_map(|(with, query)| Query { with, ..query })
}

fn nested_query() -> BoxedStrategy<Query> {
    let simple = (select(named_table().boxed(), condition()), tail())
        .prop_map(|(select, tail)| with_tail(Body::Select(Box::new(select)), tail));
    simple
        .prop_recursive(2, 6, 2, |inner| {
            let derived = (inner.clone(), identifier())
                .prop_map(|(query, alias)| TablePrimary::Derived { query: Box::new(query), alias });
            let member = (value(), inner.clone(), any::<bool>()).prop_map(|(operand, query, negated)| {
                expr(ExprKind::InQuery { operand: Box::new(operand), query: Box::new(query), negated })
            });
            let exists = inner.clone().prop_map(|query| expr(ExprKind::Exists(Box::new(query))));
            let selecting = select(derived.boxed(), prop_oneof![member, exists].boxed());
            prop_oneof![
                (selecting, tail())
                    .prop_map(|(select, tail)| with_tail(Body::Select(Box::new(select)), tail)),
                (set_chain(inner), tail())
                    .prop_map(|(chain, tail)| with_tail(Body::Set(Box::new(chain)), tail)),
            ]
        })
        .boxed()
}

fn set_chain(inner: BoxedStrategy<Query>) -> impl Strategy<Value = SetChain> {
    let operand = inner.prop_map(|query| Body::Nested(Box::new(query))).boxed();
    let rank =
        prop_oneof![Just(vec![SetOperator::Intersect]), Just(vec![SetOperator::Union, SetOperator::Except])];
    (operand.clone(), rank, vec((any::<prop::sample::Index>(), any::<bool>(), operand), 1..3)).prop_map(
        |(first, rank, steps)| {
            let step = |(index, all, operand): (prop::sample::Index, bool, Body)| SetStep {
                operator: *index.get(&rank),
                all,
                operand,
                span: Span::default(),
            };
            SetChain { first, rest: steps.into_iter().map(step).collect() }
        },
    )
}

fn select(table: BoxedStrategy<TablePrimary>, filter: BoxedStrategy<Expr>) -> impl Strategy<Value = Select> {
    let item = prop_oneof![
        1 => Just(SelectItem::All(Span::default())),
        1 => table_name().prop_map(SelectItem::AllOf),
        4 => (value(), option::of(identifier())).prop_map(|(value, alias)| SelectItem::Value { value, alias }),
    ];
    let clauses = (vec(item, 1..3), vec(table_ref(table), 1..3), option::of(filter), vec(value(), 0..2));
    (any::<bool>(), option::of(any::<u64>()), clauses, option::of(condition())).prop_map(
        |(distinct, top, (items, from, filter, group_by), having)| Select {
            distinct,
            top,
            items,
            from,
            filter,
            group_by,
            having,
            span: Span::default(),
        },
    )
}

fn table_ref(table: BoxedStrategy<TablePrimary>) -> BoxedStrategy<TableRef> {
    let plain =
        (table.clone(), vec(join(table), 0..2)).prop_map(|(first, joins)| TableRef { first, joins }).boxed();
    let nested = plain
        .clone()
        .prop_filter("parentheses hold a join", |table| !table.joins.is_empty())
        .prop_map(|table| TableRef { first: TablePrimary::Nested(Box::new(table)), joins: Vec::new() });
    prop_oneof![4 => plain, 1 => nested].boxed()
}

fn named_table() -> impl Strategy<Value = TablePrimary> {
    (table_name(), option::of(identifier())).prop_map(|(name, alias)| TablePrimary::Named { name, alias })
}

fn join(right: BoxedStrategy<TablePrimary>) -> impl Strategy<Value = Join> {
    let condition = prop_oneof![
        Just(JoinCondition::Natural),
        condition().prop_map(JoinCondition::On),
        vec(identifier(), 1..3).prop_map(JoinCondition::Using),
    ];
    let kind = prop_oneof![
        Just(JoinKind::Inner),
        Just(JoinKind::Left),
        Just(JoinKind::Right),
        Just(JoinKind::Full),
    ];
    (kind, right, condition).prop_map(|(kind, right, condition)| Join {
        kind,
        right,
        condition,
        span: Span::default(),
    })
}

type Tail = (Vec<SortItem>, Option<u64>, Option<u64>);

fn tail() -> impl Strategy<Value = Tail> {
    let item = (value(), any::<bool>()).prop_map(|(value, descending)| SortItem { value, descending });
    (vec(item, 0..2), option::of(any::<u64>()), option::of(any::<u64>()))
}

fn with_tail(body: Body, (order_by, offset, limit): Tail) -> Query {
    // The LIMIT of a single SELECT is its TOP.
    let limit = limit.filter(|_| !matches!(body, Body::Select(_)));
    Query { with: Vec::new(), body, order_by, offset, limit, span: Span::default() }
}

fn chain<Operator: Clone + std::fmt::Debug + 'static>(
    inner: BoxedStrategy<Expr>,
    operator: impl Strategy<Value = Operator> + 'static,
) -> impl Strategy<Value = Chain<Operator>> {
    (inner.clone(), vec((operator, inner), 1..3)).prop_map(|(first, rest)| Chain { first, rest })
}

fn call(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Expr> {
    let functions = [
        (Function::Abs, 1),
        (Function::Atan2, 2),
        (Function::Coalesce, 3),
        (Function::Distance, 4),
        (Function::Pi, 0),
        (Function::Round, 2),
        (Function::Point, 2),
        (Function::Circle, 3),
        (Function::Contains, 2),
        (Function::Polygon, 6),
        (Function::Upper, 1),
    ];
    (prop::sample::select(functions.to_vec()), vec(inner, 6)).prop_map(
        |((function, count), mut arguments)| {
            arguments.truncate(count);
            expr(ExprKind::Call { function, arguments })
        },
    )
}

fn sum_operator() -> impl Strategy<Value = SumOperator> {
    prop_oneof![Just(SumOperator::Add), Just(SumOperator::Subtract)]
}

fn product_operator() -> impl Strategy<Value = ProductOperator> {
    prop_oneof![Just(ProductOperator::Multiply), Just(ProductOperator::Divide)]
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop_oneof![
        Just(Comparison::Equal),
        Just(Comparison::NotEqual),
        Just(Comparison::Less),
        Just(Comparison::LessOrEqual),
        Just(Comparison::Greater),
        Just(Comparison::GreaterOrEqual),
    ]
}

fn aggregate() -> impl Strategy<Value = Aggregate> {
    prop_oneof![
        Just(Aggregate::Avg),
        Just(Aggregate::Count),
        Just(Aggregate::Max),
        Just(Aggregate::Min),
        Just(Aggregate::Sum),
    ]
}

fn cast_type() -> impl Strategy<Value = CastType> {
    prop_oneof![
        Just(CastType::SmallInt),
        Just(CastType::Double),
        Just(CastType::Timestamp),
        option::of(1..100u32).prop_map(CastType::Char),
        option::of(1..100u32).prop_map(CastType::Varchar),
        Just(CastType::Point),
    ]
}
