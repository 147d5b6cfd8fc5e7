using Mat.Contracts.Trust;
using Mat.Trust.People;

namespace Mat.Trust.Tests.People;

public sealed class GrantRulesTests
{
    private static readonly Guid A = Guid.CreateVersion7();
    private static readonly Guid B = Guid.CreateVersion7();

    [Fact]
    public void Admin_for_the_trust_gives_everything()
    {
        Grant[] admin = [new("admin", null)];

        Assert.All(["staff", "school_lead", "technician", "manager", "executive", "admin"],
            role => Assert.True(GrantRules.Covers(admin, [new Grant(role, null), new Grant(role, [A])])));
    }

    [Fact]
    public void Manager_gives_everything_but_admin()
    {
        Grant[] manager = [new("manager", null)];

        Assert.True(GrantRules.Covers(manager, new Grant("manager", null)));
        Assert.False(GrantRules.Covers(manager, new Grant("admin", null)));
        Assert.False(GrantRules.Covers(manager, new Grant("admin", [A])));
    }

    [Fact]
    public void Scope_is_never_wider_than_what_is_held()
    {
        Grant[] held = [new("manager", [A])];

        Assert.True(GrantRules.Covers(held, new Grant("staff", [A])));
        Assert.False(GrantRules.Covers(held, new Grant("staff", [B])));
        Assert.False(GrantRules.Covers(held, new Grant("staff", [A, B])));
        Assert.False(GrantRules.Covers(held, new Grant("staff", null)));
    }

    [Fact]
    public void Grants_for_two_schools_cover_both_together() =>
        Assert.True(GrantRules.Covers([new("manager", [A]), new("admin", [B])], new Grant("technician", [A, B])));

    [Fact]
    public void Nobody_without_grants_gives_any() => Assert.False(GrantRules.Covers([], new Grant("staff", [A])));

    [Fact]
    public void Token_keeps_only_what_its_maker_still_has()
    {
        Grant[] given = [new("admin", null), new("staff", [A, B])];

        var left = GrantRules.Narrow([new("technician", [B])], given);

        var only = Assert.Single(left);
        Assert.Equal("staff", only.Role);
        Assert.Equal([B], only.Schools);
    }

    [Fact]
    public void Token_for_the_trust_shrinks_to_the_schools_that_are_left()
    {
        var only = Assert.Single(GrantRules.Narrow([new("technician", [B])], [new("technician", null)]));

        Assert.Equal([B], only.Schools);
    }

    [Fact]
    public void Tidy_grants_are_one_for_each_role()
    {
        var tidy = GrantRules.Tidy([new("staff", [B]), new("staff", [A, B]), new("manager", [A]), new("manager", null)]);

        Assert.Equal(["manager", "staff"], tidy.Select(g => g.Role));
        Assert.Null(tidy[0].Schools);
        Assert.Equal(new[] { A, B }.Order(), tidy[1].Schools);
    }
}
