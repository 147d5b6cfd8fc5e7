using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Mat.Platform.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Mat.Platform.Http;

/// <summary>What every list takes. Use as <c>[AsParameters]</c>.</summary>
public sealed class PageQuery
{
    /// <summary>Where the last page ended, as it said.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many items, 1 to 250; 50 when not said.</summary>
    public int? Limit { get; init; }

    /// <summary>A key of the list, with <c>-</c> before it for the largest first.</summary>
    public string? Sort { get; init; }

    /// <summary>Words to look for.</summary>
    public string? Q { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows of this page.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The keys by which a list of <typeparamref name="T"/> can be sorted; the id breaks ties.</summary>
public sealed class SortKeys<T>
    where T : Entity
{
    private readonly Dictionary<string, LambdaExpression> _keys = new(StringComparer.Ordinal);
    private string _default = "-createdAt";

    /// <typeparam name="TKey">A type that both databases order: DateTimeOffset, string, int, long, Guid, an enum stored as
    /// text.</typeparam>
    public SortKeys<T> Add<TKey>(string name, Expression<Func<T, TKey>> key)
    {
        _keys[name] = key;
        return this;
    }

    public SortKeys<T> Default(string sort)
    {
        _default = sort;
        return this;
    }

    internal (LambdaExpression Key, bool Descending, string Sort) Find(string? sort)
    {
        sort = string.IsNullOrEmpty(sort) ? _default : sort;
        var descending = sort[0] == '-';
        return _keys.TryGetValue(descending ? sort[1..] : sort, out var key)
            ? (key, descending, sort)
            : throw new ProblemException(Problems.BadRequest("sort.unknown", $"This list sorts by {string.Join(", ", _keys.Keys)}."));
    }
}

/// <summary>Keyset paging: stable while rows come and go, as fast on the last page as on the first.</summary>
public static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 250;

    /// <exception cref="ProblemException">400: the cursor, limit or sort is not one of this list.</exception>
    public static async Task<Ok<Page<TView>>> ToPageAsync<T, TView>(
        this IQueryable<T> query, PageQuery page, SortKeys<T> keys, Func<T, TView> view, CancellationToken ct)
        where T : Entity
    {
        var (rows, next) = await query.ToRowsAsync(page, keys, ct);
        return TypedResults.Ok(new Page<TView>([.. rows.Select(view)], next));
    }

    /// <summary>The page's rows, for a list that has to load more before it can show them.</summary>
    /// <exception cref="ProblemException">400: the cursor, limit or sort is not one of this list.</exception>
    public static async Task<(IReadOnlyList<T> Rows, string? Next)> ToRowsAsync<T>(
        this IQueryable<T> query, PageQuery page, SortKeys<T> keys, CancellationToken ct)
        where T : Entity
    {
        var limit = page.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            throw new ProblemException(Problems.BadRequest("limit.invalid", $"limit is 1 to {MaxLimit}."));
        var (key, descending, sort) = keys.Find(page.Sort);
        var row = key.Parameters[0];
        var id = Expression.Property(row, nameof(Entity.Id));

        if (!string.IsNullOrEmpty(page.Cursor))
        {
            var (value, after) = Decode(page.Cursor, sort, key.ReturnType);
            query = query.Where(Expression.Lambda<Func<T, bool>>(Beyond(key.Body, value, id, after, descending), row));
        }

        if (!string.IsNullOrWhiteSpace(page.Q))
            query = query.TagWith(ForceCustomPlanInterceptor.Tag);

        var order = descending ? nameof(Queryable.OrderByDescending) : nameof(Queryable.OrderBy);
        var then = descending ? nameof(Queryable.ThenByDescending) : nameof(Queryable.ThenBy);
        var sorted = Expression.Call(typeof(Queryable), order, [typeof(T), key.ReturnType], query.Expression, Expression.Quote(key));
        sorted = Expression.Call(typeof(Queryable), then, [typeof(T), typeof(Guid)], sorted,
            Expression.Quote(Expression.Lambda<Func<T, Guid>>(id, row)));
        var rows = await query.Provider.CreateQuery<T>(sorted).AsNoTracking().Take(limit + 1).ToListAsync(ct);
        if (rows.Count <= limit)
            return (rows, null);

        rows.RemoveAt(limit);
        return (rows, Encode(sort, key.Compile().DynamicInvoke(rows[^1]), rows[^1].Id));
    }

    /// <summary>
    /// (key, id) beyond (value, after), written so that its first part alone bounds the key: a database then begins to read its index
    /// at the value, where it would look at all that comes before for "beyond, or equal with an id beyond".
    /// </summary>
    private static BinaryExpression Beyond(Expression key, object? value, Expression id, Guid after, bool descending)
    {
        if (key.Type.IsEnum)
        {
            // Stored as text, so it is sorted as text.
            key = Expression.Convert(Expression.Convert(key, typeof(object)), typeof(string));
            value = value!.ToString();
        }

        var bound = Captured(value, key.Type);
        var at = Compare(key, bound, descending, orEqual: true);
        var beyond = Compare(key, bound, descending);
        return Expression.AndAlso(at, Expression.OrElse(beyond, Compare(id, Captured(after, typeof(Guid)), descending)));
    }

    private static BinaryExpression Compare(Expression left, Expression right, bool descending, bool orEqual = false)
    {
        // Text has no < operator in C#; CompareTo translates to the database's own.
        if (left.Type == typeof(string) || left.Type == typeof(Guid))
        {
            left = Expression.Call(left, left.Type.GetMethod("CompareTo", [left.Type])!, right);
            right = Expression.Constant(0);
        }

        return (descending, orEqual) switch
        {
            (true, true) => Expression.LessThanOrEqual(left, right),
            (true, false) => Expression.LessThan(left, right),
            (false, true) => Expression.GreaterThanOrEqual(left, right),
            (false, false) => Expression.GreaterThan(left, right),
        };
    }

    /// <summary>A parameter of the query and not a literal, so that the plan is shared.</summary>
    private static MemberExpression Captured(object? value, Type type)
    {
        var box = Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)!;
        return Expression.Field(Expression.Constant(box), nameof(Box<int>.Value));
    }

    private sealed class Box<T>(T value)
    {
        public readonly T Value = value;
    }

    private sealed record CursorBody(string S, JsonElement K, Guid I);

    private static string Encode(string sort, object? value, Guid id) =>
        WebEncoders.Base64UrlEncode(
            JsonSerializer.SerializeToUtf8Bytes(new CursorBody(sort, JsonSerializer.SerializeToElement(value), id)));

    private static (object? Value, Guid Id) Decode(string cursor, string sort, Type type)
    {
        try
        {
            var body = JsonSerializer.Deserialize<CursorBody>(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor)));
            if (body is not null && body.S == sort && body.K.Deserialize(type) is { } value
                && (value as string)?.Contains('\0', StringComparison.Ordinal) != true)
                return (value, body.I);
        }
        catch (Exception e) when (e is FormatException or JsonException or NotSupportedException or InvalidOperationException)
        {
            // Fall through: whatever is wrong with it, it is not a cursor of this list.
        }

        throw new ProblemException(Problems.BadRequest("cursor.invalid", "That cursor is not one of this list; start again without it."));
    }
}
