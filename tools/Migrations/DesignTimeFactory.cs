using Mat.Platform.Auth;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

return 0;

/// <summary>Makes the context for `dotnet ef`, on SQLite; the script strips the column types, so the migration is provider-neutral.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<Db>
{
    public Db CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=:memory:", s => s.MigrationsAssembly(typeof(Db).Assembly)).Options, new CurrentUser());
}
